import type { RunSummary } from '../api/types';
import { cellViews } from './cell-views';
import { assignHues } from './hues';
import { pipelineView } from './pipeline-view';
import { stepNames } from './step-views';
import { analysisOf, runOf } from './testing/samples';
import type { PipelineView } from './types';

const CELLS = [
  [['pipeline-parameters']],
  [['step:load']],
  [[]],
  [['step:train', 'prev:load', 'limit:memory:lots']],
  [['step:load']],
  [['skip']]
] as const;

const ANALYSIS = analysisOf(CELLS);
const HUES = assignHues(stepNames(ANALYSIS));

function view(
  run: Parameters<typeof pipelineView>[0]['run'] = null,
  history: readonly RunSummary[] = []
): PipelineView {
  return pipelineView({ analysis: ANALYSIS, run, history, hues: HUES });
}

describe('pipelineView', () => {
  it('shows steps that never ran', () => {
    const { steps, run, plan } = view();
    expect(steps.map(step => [step.name, step.state, step.hue])).toEqual([
      ['load', 'never', 1],
      ['train', 'never', 2]
    ]);
    expect(steps[1]).toMatchObject({ parents: ['load'], problems: 1 });
    expect(steps[0]?.reason).toBeNull();
    expect([run, plan.steps, plan.seconds, plan.blocker]).toEqual([
      null,
      2,
      null,
      null
    ]);
  });

  it('says what waiting steps wait for, and which are new', () => {
    const { steps } = view(runOf({ other: [], train: ['other'] }));
    expect(steps.map(({ state, reason }) => [state, reason])).toEqual([
      ['never', { kind: 'new' }],
      ['queued', { kind: 'waits', steps: ['other'] }]
    ]);
  });

  it('shows a failed run with its first failed step', () => {
    const base = runOf({ load: [], train: ['load'] });
    const [load, train] = base.steps;
    const failed = {
      ...load!,
      state: 'failed' as const,
      error: {
        kind: 'exception',
        name: 'ValueError',
        message: 'bad',
        cell: 'c1',
        index: 1,
        line: 2,
        column: null,
        traceback: [],
        ansi: '',
        hint: null
      }
    };
    const skipped = {
      ...train!,
      state: 'skipped' as const,
      why: 'load failed'
    };
    const { steps, run } = view({
      ...base,
      state: 'failed',
      endedAt: '2025-01-02T10:00:14.000Z',
      steps: [failed, skipped]
    });
    expect(steps.map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', { kind: 'error', name: 'ValueError', message: 'bad' }],
      ['skipped', { kind: 'not-run', text: 'load failed' }]
    ]);
    expect(run).toMatchObject({ isActive: false, seconds: 14, failed });
  });

  it('follows metrics over finished runs', () => {
    const ended = (number: number, accuracy: number): RunSummary =>
      runOf(
        {},
        {
          id: `run-${number}`,
          number,
          state: 'succeeded',
          metrics: { accuracy },
          endedAt: '2025-01-02T10:00:33.000Z',
          total: 2
        }
      );
    const analysis = {
      ...ANALYSIS,
      flow: {
        ...ANALYSIS.flow,
        metrics: [{ name: 'accuracy', step: 'train', variable: 'accuracy' }]
      }
    };
    const { metrics, plan } = pipelineView({
      analysis,
      run: null,
      history: [ended(3, 0.5), runOf({}), ended(1, 0.75)],
      hues: HUES
    });
    expect(metrics).toEqual([
      {
        name: 'accuracy',
        step: 'train',
        value: 0.5,
        run: 3,
        change: -0.25,
        history: [0.75, 0.5]
      }
    ]);
    expect(plan.seconds).toBe(33);
  });

  it('gives equal findings keys of their own', () => {
    const { problems } = pipelineView({
      analysis: {
        ...ANALYSIS,
        diagnostics: [...ANALYSIS.diagnostics, ...ANALYSIS.diagnostics]
      },
      run: null,
      history: [],
      hues: HUES
    });
    expect(new Set(problems.map(({ key }) => key)).size).toBe(problems.length);
    expect(problems[0]?.step).toBe('train');
  });
});

describe('cellViews', () => {
  const views = cellViews(ANALYSIS, view().steps);
  const heads = [...views.values()].map(({ isHead }) => isHead);

  it('puts a strip where a step or a role begins', () => {
    expect(heads).toEqual([true, true, false, true, true, true]);
  });

  it('says on the first cell what flows and what is wrong', () => {
    expect(views.get('c3')).toMatchObject({
      flow: { kind: 'step', inputs: ['x_load'], outputs: ['x_train'] },
      parents: [{ name: 'load', hue: 1 }],
      problems: [{ code: 'NB10' }]
    });
    expect(views.get('c4')).toMatchObject({
      flow: { kind: 'none', inputs: [], outputs: [] },
      parents: []
    });
  });
});

describe('assignHues', () => {
  it('keeps the hue of living names and reuses those of gone ones', () => {
    const first = assignHues(['a', 'b', 'c']);
    const second = assignHues(['c', 'new', 'a'], first);
    expect([...second]).toEqual([
      ['c', 3],
      ['a', 1],
      ['new', 2]
    ]);
  });

  it('begins again after eight', () => {
    const names = Array.from({ length: 10 }, (_, i) => `s${i}`);
    expect([...assignHues(names).values()].slice(7)).toEqual([8, 1, 2]);
  });
});
