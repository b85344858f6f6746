import { eventOf, runOf } from '../../core/view/testing/samples';
import { RunsModel } from '../runs/runs-model';
import { settled } from '../testing/documents';
import { FakeEngine, problemOf } from '../testing/fake-engine';
import { FIRST_LINES, StepModel } from './step-model';

const LINE = { at: '2025-01-02T10:00:00.000Z', stream: 'stdout', cell: 'c0' };

async function open(state: 'running' | 'succeeded') {
  const engine = new FakeEngine();
  const run = runOf({ load: [], svm: ['load'] }, { state });
  engine.runs = [
    { ...run, steps: run.steps.map(step => ({ ...step, state })) }
  ];
  engine.log = [{ ...LINE, text: 'whole\n' }];
  engine.executed = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const runs = new RunsModel(engine, () => ({ notebook: 'n.ipynb' }), {
    gather: 1,
    retry: 5
  });
  await runs.open();
  return { engine, runs };
}

describe('StepModel', () => {
  it('reads log and executed notebook of a step that is over', async () => {
    const { runs } = await open('succeeded');
    const model = new StepModel(runs, 'run-1', 'load');
    await settled();
    expect(model.state).toMatchObject({
      step: { name: 'load', state: 'succeeded' },
      report: { cells: [] },
      log: [{ text: 'whole\n' }],
      problem: null
    });
  });

  it('follows the log of a step that runs, and reads it whole at its end', async () => {
    const { engine, runs } = await open('running');
    engine.log = [];
    const model = new StepModel(runs, 'run-1', 'load');
    engine.stream.push(eventOf(11, 'output', 'load', { text: 'live\n' }));
    await settled();
    expect(model.state.log.map(({ text }) => text)).toEqual(['live\n']);
    engine.log = [{ ...LINE, text: 'whole\n' }];
    engine.stream.push(eventOf(12, 'step.succeeded', 'load'));
    await settled();
    expect(model.state.step?.state).toBe('succeeded');
    expect(model.state.log.map(({ text }) => text)).toEqual(['whole\n']);
  });

  it('shows the end of a long log, and more when asked', async () => {
    const { engine, runs } = await open('succeeded');
    engine.log = Array.from({ length: FIRST_LINES + 2 }, (_, row) => ({
      ...LINE,
      text: `${row}\n`
    }));
    const model = new StepModel(runs, 'run-1', 'load');
    await settled();
    expect(model.state.log).toEqual(engine.log.slice(2));
    expect(model.state.hasEarlier).toBe(true);
    await model.showEarlier();
    expect(model.state.log).toEqual(engine.log);
    expect(model.state.hasEarlier).toBe(false);
    expect(engine.asked.filter(text => /^logs/.test(text))).toHaveLength(2);
  });

  it('shows more of a log that still grows', async () => {
    const { engine, runs } = await open('running');
    engine.log = [];
    const model = new StepModel(runs, 'run-1', 'load');
    const text = 'line\n'.repeat(FIRST_LINES + 1);
    engine.stream.push(eventOf(11, 'output', 'load', { text }));
    await settled();
    expect(model.state.log).toHaveLength(FIRST_LINES);
    expect(model.state.hasEarlier).toBe(true);
    await model.showEarlier();
    expect(model.state.log).toHaveLength(FIRST_LINES + 1);
    engine.stream.push(eventOf(12, 'output', 'load', { text: 'last\n' }));
    await settled();
    expect(model.state.log.at(-1)?.text).toBe('last\n');
    expect(model.state.log).toHaveLength(FIRST_LINES + 2);
  });

  it('says what went wrong when it cannot be read', async () => {
    const { engine, runs } = await open('succeeded');
    engine.problem = problemOf({ detail: 'The disk is gone.' });
    const model = new StepModel(runs, 'run-1', 'load');
    await settled();
    expect(model.state.problem?.detail).toBe('The disk is gone.');
    model.dispose();
    expect(model.isDisposed).toBe(true);
  });
});
