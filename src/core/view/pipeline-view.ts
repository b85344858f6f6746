import type { Run, RunSummary } from '../api/types';
import { byUrgency, type Diagnostic } from '../diagnostic';
import type { Json } from '../immutable';
import type { StepName } from '../notebook/types';
import { runPlan } from './plan';
import { ownText } from './parameter-text';
import { rail } from './rail';
import { isActive } from './step-state';
import { arrowsOf, stepViews } from './step-views';
import { activeSeconds, activeSince } from './time';
import type {
  AnalysisResult,
  Hue,
  MetricView,
  PipelineView,
  ProblemView,
  RunView
} from './types';

/** What the panel shows of one notebook is made of these. */
export interface PipelineInputs {
  readonly analysis: AnalysisResult;
  /** The newest run, as far as it is known. */
  readonly run: Run | null;
  /** Runs of the notebook, newest first. */
  readonly history: readonly RunSummary[];
  readonly hues: ReadonlyMap<StepName, Hue>;
}

/** How many runs a metric's line shows. */
export const HISTORY_LENGTH = 8;

/** Puts analysis and runs together to what the panel shows. */
export function pipelineView(inputs: PipelineInputs): PipelineView {
  const { analysis, run, history, hues } = inputs;
  const steps = stepViews(analysis, run, hues);
  return {
    name: analysis.notebook.settings.name,
    steps,
    rail: rail(
      steps.map(({ name }) => name),
      arrowsOf(analysis)
    ),
    problems: problemViews(analysis),
    parameters: analysis.flow.parameters.map(parameter => ({
      name: parameter.name,
      type: parameter.type,
      value: parameter.default,
      text: ownText(parameter),
      cell: parameter.cell
    })),
    metrics: metricViews(analysis, run, history),
    plan: runPlan(analysis, history),
    run: run && runView(run)
  };
}

/** Findings in order of urgency, with keys that outlive a new analysis. */
export function problemViews(analysis: AnalysisResult): readonly ProblemView[] {
  const steps = new Map(
    analysis.notebook.cells.map(({ cell, step }) => [cell.id, step])
  );
  const seen = new Map<string, number>();
  return [...analysis.diagnostics].sort(byUrgency).map(diagnostic => {
    const name = identity(diagnostic);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return {
      key: `${name}#${count}`,
      diagnostic,
      step: steps.get(diagnostic.where?.cell ?? '') ?? null
    };
  });
}

function identity({ code, message, where }: Diagnostic): string {
  return `${code} ${where?.cell ?? ''} ${message}`;
}

function runView(run: Run): RunView {
  const count = (state: string): number =>
    run.steps.filter(step => step.state === state).length;
  return {
    id: run.id,
    number: run.number,
    state: run.state,
    isActive: isActive(run.state),
    done: run.done,
    total: run.total,
    running: count('running'),
    reused: count('cached'),
    startedAt: activeSince(run),
    seconds: activeSeconds(run),
    error: run.error,
    failed: run.steps.find(({ state }) => state === 'failed') ?? null
  };
}

function metricViews(
  analysis: AnalysisResult,
  run: Run | null,
  history: readonly RunSummary[]
): readonly MetricView[] {
  const finished = history.filter(({ state }) => state === 'succeeded');
  const isCounted = run?.state === 'succeeded';
  const known =
    isCounted && finished[0]?.id !== run.id
      ? [run, ...finished.filter(({ id }) => id !== run.id)]
      : finished;
  return metricNames(analysis, known).map(({ name, step }) => {
    const holders = known.filter(item => name in item.metrics);
    const [newest, before] = holders.map(item => item.metrics[name]);
    return {
      name,
      step,
      value: (newest as Json | undefined) ?? null,
      run: holders[0]?.number ?? null,
      change:
        typeof newest === 'number' && typeof before === 'number'
          ? newest - before
          : null,
      history: holders
        .slice(0, HISTORY_LENGTH)
        .map(item => item.metrics[name])
        .filter(value => typeof value === 'number')
        .reverse()
    };
  });
}

/** Metrics of the notebook, else of the newest run while the notebook cannot be read. */
function metricNames(
  { flow }: AnalysisResult,
  known: readonly Pick<RunSummary, 'metrics'>[]
): readonly { readonly name: string; readonly step: StepName | null }[] {
  if (flow.metrics.length > 0 || flow.steps.length > 0) {
    return flow.metrics;
  }
  return Object.keys(known[0]?.metrics ?? {}).map(name => ({
    name,
    step: null
  }));
}
