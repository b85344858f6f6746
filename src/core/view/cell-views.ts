import type { Flow } from '../flow/types';
import type { CellId, RoledCell } from '../notebook/types';
import { problemsByCell } from './step-views';
import type { AnalysisResult, CellView, StepView } from './types';

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
      flow: isHead ? flowText(roled, isFirst ? step : null, analysis.flow) : '',
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

/** The names that a cell takes in and gives out, around an arrow. */
function flowText(
  { cell, role }: RoledCell,
  step: StepView | null,
  flow: Flow
): string {
  switch (role) {
    case 'parameters':
      return flow.parameters
        .filter(parameter => parameter.cell === cell.id)
        .map(({ name }) => name)
        .join(', ');
    case 'metrics':
      return flow.metrics.map(({ name }) => name).join(', ');
    case 'step':
      return step ? arrow(step.inputs, step.outputs) : '';
    case 'imports':
    case 'functions':
    case 'skip':
    case null:
      return '';
  }
}

function arrow(inputs: readonly string[], outputs: readonly string[]): string {
  if (inputs.length === 0 && outputs.length === 0) {
    return '';
  }
  return [inputs.join(', '), '→', outputs.join(', ')]
    .filter(part => part !== '')
    .join(' ');
}
