import type { RunSummary } from '../../core/api/types';
import { eventOf, runOf } from '../../core/view/testing/samples';
import { settled } from '../testing/documents';
import { FakeEngine, problemOf } from '../testing/fake-engine';
import { RunsModel } from './runs-model';

const STEPS = { load: [], svm: ['load'] };

let engine: FakeEngine;
let runs: RunsModel;
let notebook: string;

beforeEach(() => {
  engine = new FakeEngine();
  notebook = 'digits.ipynb';
  runs = new RunsModel(engine, () => ({ notebook }), {
    gather: 1,
    retry: 5
  });
});

afterEach(() => runs.dispose());

const states = () => runs.state.progress?.run.steps.map(({ state }) => state);

describe('RunsModel', () => {
  it('asks the engine nothing by itself', async () => {
    await settled();
    expect(engine.asked).toEqual([]);
    expect(runs.state.connection.kind).toBe('unknown');
  });

  it('takes its runs along when the notebook has another path', async () => {
    engine.runs = [runOf(STEPS, { state: 'succeeded' })];
    await runs.open();
    await runs.open();
    notebook = 'letters.ipynb';
    await runs.open();
    expect(engine.asked.filter(text => !text.startsWith('run '))).toEqual([
      'list',
      'list',
      'move digits.ipynb letters.ipynb',
      'list'
    ]);
    expect(runs.state.progress?.run.id).toBe('run-1');
  });

  it('leaves the runs behind when the notebook is a copy', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.open();
    engine.isCopied = true;
    notebook = 'copy.ipynb';
    await runs.open();
    expect(runs.state).toMatchObject({ progress: null, history: [] });
  });

  it('tells of the path again when the engine did not hear it', async () => {
    await runs.open();
    notebook = 'letters.ipynb';
    engine.problem = problemOf({ code: 'unreachable' });
    await runs.open();
    engine.problem = null;
    await runs.open();
    expect(engine.asked.filter(text => text.startsWith('move'))).toHaveLength(
      2
    );
  });

  it('starts a run of the notebook and follows it', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.start({ content: { cells: [] }, parameters: { C: 2 } });
    expect(engine.started).toEqual([
      { notebook: 'digits.ipynb', content: { cells: [] }, parameters: { C: 2 } }
    ]);
    expect(runs.state.pending).toBeNull();
    expect(engine.asked).toEqual(['start', 'events run-1']);
  });

  it('brings events to the rows of their steps, several at a time', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.start({});
    let changes = 0;
    runs.stateChanged.connect(() => changes++);
    engine.stream.push(
      eventOf(11, 'step.running', 'load'),
      eventOf(12, 'output', 'load', { text: 'one\ntwo\n' }),
      eventOf(13, 'step.succeeded', 'load', { seconds: 1.5 }),
      eventOf(14, 'step.running', 'svm')
    );
    await settled();
    expect(states()).toEqual(['succeeded', 'running']);
    expect(runs.state.progress?.run.steps[0].seconds).toBe(1.5);
    expect(
      runs.state.progress?.logs.get('load')?.lines.map(({ text }) => text)
    ).toEqual(['one\n', 'two\n']);
    expect(changes).toBe(1);
  });

  it('tells once that a run has ended, with what the engine says of it', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.start({});
    const ended: RunSummary[] = [];
    runs.ended.connect((_, run) => ended.push(run));
    engine.runs = [
      runOf(STEPS, { state: 'succeeded', metrics: { accuracy: 0.9 }, seq: 20 })
    ];
    engine.stream.push(
      eventOf(19, 'run.succeeded'),
      eventOf(20, 'run.settled')
    );
    await settled();
    expect(ended.map(({ state, metrics }) => [state, metrics])).toEqual([
      ['succeeded', { accuracy: 0.9 }]
    ]);
    expect(runs.state.history[0].metrics).toEqual({ accuracy: 0.9 });
  });

  it('follows a run that is active when it opens, from its first event', async () => {
    engine.runs = [runOf(STEPS, { seq: 12 })];
    await runs.open();
    expect(engine.after).toBe(0);
    engine.stream.push(
      eventOf(5, 'output', 'load', { text: 'from before\n' }),
      eventOf(13, 'step.running', 'load')
    );
    await settled();
    expect(states()).toEqual(['running', 'waiting']);
    expect(runs.state.progress?.logs.get('load')?.lines[0].text).toBe(
      'from before\n'
    );
  });

  it('does not follow a run that is over', async () => {
    engine.runs = [runOf(STEPS, { state: 'failed' })];
    await runs.open();
    expect(engine.asked).toEqual(['list', 'run run-1']);
    expect(runs.state.connection).toEqual({ kind: 'connected' });
  });

  it('says since when the connection is lost, and takes it up again', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.start({});
    const seen: string[] = [];
    runs.stateChanged.connect(() => seen.push(runs.state.connection.kind));
    engine.breakConnection();
    await settled(60);
    expect(seen[0]).toBe('lost');
    expect(runs.state.connection.kind).toBe('connected');
    engine.stream.push(eventOf(11, 'step.running', 'load'));
    await settled();
    expect(states()).toEqual(['running', 'waiting']);
  });

  it('keeps why a request was refused until it is dismissed', async () => {
    engine.problem = problemOf({ status: 409, detail: 'A run is active.' });
    await runs.start({});
    expect(runs.state.refused?.detail).toBe('A run is active.');
    expect(runs.state.pending).toBeNull();
    runs.dismiss();
    expect(runs.state.refused).toBeNull();
  });

  it('knows an engine that is not there from one that refuses', async () => {
    engine.problem = problemOf({ status: 404, code: 'unreachable' });
    await runs.open();
    expect(runs.state.connection).toEqual({
      kind: 'absent',
      problem: engine.problem
    });
    engine.problem = null;
    await runs.open();
    expect(runs.state.connection.kind).toBe('connected');
  });

  it('stops the run it follows, and continues an interrupted one', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.start({});
    await runs.stop();
    expect(engine.asked).toContain('cancel run-1');
    engine.runs = [runOf(STEPS, { state: 'interrupted', seq: 30 })];
    await runs.open();
    await runs.resume();
    expect(engine.asked).toContain('resume run-1');
  });

  it('says nothing any more after it was disposed', async () => {
    engine.runs = [runOf(STEPS)];
    await runs.start({});
    let changes = 0;
    runs.stateChanged.connect(() => changes++);
    runs.dispose();
    engine.stream.push(eventOf(11, 'step.running', 'load'));
    await settled();
    expect(changes).toBe(0);
  });
});
