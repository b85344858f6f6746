import type { Run } from '../api/types';
import type { Diagnostic } from '../diagnostic';
import { METRICS_STEP } from '../notebook/types';
import type { StepFlow } from '../flow/types';
import type { CellId, StepName } from '../notebook/types';
import type { Arrow } from './order';
import { topological } from './order';
import { reasonOf, shownState } from './step-state';
import type {
  AnalysisResult,
  Carried,
  CarriedItem,
  Hue,
  StepView
} from './types';

/**
 * The steps of a notebook from top to bottom, each with its state in `run`, which is the
 * newest run; steps that it does not have were never run.
 */
export function stepViews(
  analysis: AnalysisResult,
  run: Run | null,
  hues: ReadonlyMap<StepName, Hue>
): readonly StepView[] {
  const flows = new Map(analysis.flow.steps.map(step => [step.name, step]));
  const cells = cellsOfSteps(analysis);
  const problems = problemsByCell(analysis.diagnostics);
  const written = filesWritten(analysis.flow.steps);
  const order = topological([...cells.keys()], arrowsOf(analysis));
  return order.map(name => {
    const own = cells.get(name) ?? [];
    const flow = flows.get(name);
    return {
      name,
      hue: hues.get(name) ?? 1,
      ...progressOf(name, run),
      parents: flow?.after ?? explicitParents(analysis, name),
      cells: own,
      problems: own
        .flatMap(id => problems.get(id) ?? [])
        .filter(({ severity }) => severity !== 'info').length,
      inputs: inputsOf(flow),
      outputs: outputsOf(analysis, flow),
      carried: flow ? carriedBy(flow, written) : NOTHING_CARRIED
    };
  });
}

/** Names of the steps in notebook order: from the flow, and from tags where it has none. */
export function stepNames(analysis: AnalysisResult): readonly StepName[] {
  return [...cellsOfSteps(analysis).keys()];
}

/** Arrows between steps, without transitive ones. */
export function arrowsOf(analysis: AnalysisResult): readonly Arrow[] {
  const { flow, notebook } = analysis;
  return flow.steps.length > 0
    ? flow.steps.flatMap(({ name, after }) =>
        after.map((from): Arrow => [from, name])
      )
    : notebook.steps.flatMap(({ name, prev }) =>
        prev.map(({ step }): Arrow => [step, name])
      );
}

/** Findings by the cell that they are shown at. */
export function problemsByCell(
  diagnostics: readonly Diagnostic[]
): ReadonlyMap<CellId, readonly Diagnostic[]> {
  const byCell = new Map<CellId, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.where) {
      const list = byCell.get(diagnostic.where.cell) ?? [];
      list.push(diagnostic);
      byCell.set(diagnostic.where.cell, list);
    }
  }
  return byCell;
}

function cellsOfSteps({
  flow,
  notebook
}: AnalysisResult): ReadonlyMap<StepName, readonly CellId[]> {
  const steps = flow.steps.length > 0 ? flow.steps : notebook.steps;
  return new Map(steps.map(({ name, cells }) => [name, cells]));
}

function explicitParents(
  { notebook }: AnalysisResult,
  name: StepName
): readonly StepName[] {
  const declared = notebook.steps.find(step => step.name === name);
  return [...new Set(declared?.prev.map(({ step }) => step))];
}

function inputsOf(flow: StepFlow | undefined): readonly string[] {
  return flow
    ? [...flow.reads.map(({ variable }) => variable), ...flow.parameters]
    : [];
}

/** What later steps receive, and what only the metrics show. */
function outputsOf(
  { flow: { metrics } }: AnalysisResult,
  flow: StepFlow | undefined
): readonly string[] {
  const shown = metrics
    .filter(({ step }) => step === flow?.name && step !== METRICS_STEP)
    .map(({ variable }) => variable);
  return [...new Set([...(flow?.writes ?? []), ...shown])];
}

/** Of a step that nothing is known of. */
export const NOTHING_CARRIED: Carried = { inputs: [], outputs: [] };

/** The files that some step reads, by the step that writes them. */
function filesWritten(
  steps: readonly StepFlow[]
): ReadonlyMap<StepName, ReadonlySet<string>> {
  const written = new Map<StepName, Set<string>>();
  for (const { path, from } of steps.flatMap(({ files }) => files)) {
    if (from !== null) {
      written.set(from, (written.get(from) ?? new Set()).add(path));
    }
  }
  return written;
}

function carriedBy(
  { name, files, state }: StepFlow,
  written: ReadonlyMap<StepName, ReadonlySet<string>>
): Carried {
  return {
    inputs: [
      ...files.map(({ path, from }) => carry('file', path, from)),
      ...state.reads.map(({ key, from }) => carry('state', key, from))
    ],
    outputs: [
      ...[...(written.get(name) ?? [])].map(path => carry('file', path, name)),
      ...state.writes.map(key => carry('state', key, name))
    ]
  };
}

function carry(
  kind: CarriedItem['kind'],
  name: string,
  from: StepName | null
): CarriedItem {
  return { kind, name, from };
}

type Progress = Pick<StepView, 'state' | 'reason' | 'seconds' | 'startedAt'>;

function progressOf(name: StepName, run: Run | null): Progress {
  const step = run?.steps.find(item => item.name === name);
  if (!run || !step) {
    return {
      state: 'never',
      reason: run ? { kind: 'new' } : null,
      seconds: null,
      startedAt: null
    };
  }
  return {
    state: shownState(step.state),
    reason: reasonOf(step, run.steps),
    seconds: step.state === 'running' ? null : step.seconds,
    startedAt: step.state === 'running' ? step.startedAt : null
  };
}
