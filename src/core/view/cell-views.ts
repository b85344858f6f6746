import type { Flow } from '../flow/types';
import type { CellId, RoledCell } from '../notebook/types';
import { NOTHING_CARRIED, problemsByCell } from './step-views';
import type { AnalysisResult, CellView, FlowNames, StepView } from './types';

/**
 * What stands above and beside each code cell. The first cell of a step, and the first
 * after cells of others, carries the strip; the rest of the step only the colour.
 */
export function cellViews(
  analysis: AnalysisResult,
  steps: readonly StepView[]
): ReadonlyMap<CellId, CellView> {
  const byName = new Map(steps.map(step => [step.name, step]));
  const problems = problemsByCell(analysis.diagnostics);
  const stepProblems = (step: StepView) =>
    step.cells.flatMap(id => problems.get(id) ?? []);
  const views = new Map<CellId, CellView>();
  let above: RoledCell | null = null;
  for (const roled of analysis.notebook.cells) {
    const { cell, role } = roled;
    const step = roled.step === null ? null : (byName.get(roled.step) ?? null);
    const isHead = startsBlock(roled, above);
    const isFirst = step !== null && step.cells[0] === cell.id;
    views.set(cell.id, {
      cell: cell.id,
      role,
      step,
      isHead,
      flow: isHead
        ? flowNames(roled, isFirst ? step : null, analysis.flow)
        : NO_NAMES,
      parents: isFirst
        ? step.parents.map(name => ({ name, hue: byName.get(name)?.hue ?? 1 }))
        : [],
      problems: isFirst ? stepProblems(step) : (problems.get(cell.id) ?? [])
    });
    above = roled;
  }
  return views;
}

function startsBlock(cell: RoledCell, above: RoledCell | null): boolean {
  if (cell.role === null) {
    return false;
  }
  return cell.role === 'step'
    ? cell.step !== above?.step
    : cell.own || cell.role !== above?.role;
}

const NO_NAMES: FlowNames = {
  kind: 'none',
  inputs: [],
  outputs: [],
  carried: NOTHING_CARRIED
};

/** The names that a cell takes in and gives out. */
function flowNames(
  { cell, role }: RoledCell,
  step: StepView | null,
  flow: Flow
): FlowNames {
  const list = (kind: FlowNames['kind'], names: readonly string[]) =>
    names.length > 0 ? { ...NO_NAMES, kind, outputs: names } : NO_NAMES;
  switch (role) {
    case 'parameters':
      return list(
        role,
        flow.parameters
          .filter(parameter => parameter.cell === cell.id)
          .map(({ name }) => name)
      );
    case 'metrics':
      return list(
        role,
        flow.metrics.map(({ name }) => name)
      );
    case 'step':
      return step && flowsThrough(step)
        ? {
            kind: role,
            inputs: step.inputs,
            outputs: step.outputs,
            carried: step.carried
          }
        : NO_NAMES;
    case 'imports':
    case 'functions':
    case 'skip':
    case null:
      return NO_NAMES;
  }
}

function flowsThrough({ inputs, outputs, carried }: StepView): boolean {
  const all = [inputs, outputs, carried.inputs, carried.outputs];
  return all.some(list => list.length > 0);
}
