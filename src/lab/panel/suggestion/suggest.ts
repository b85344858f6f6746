import { METRICS_STEP } from '../../../core/notebook/types';
import type { StepFlow } from '../../../core/flow/types';
import { setRole } from '../../../core/notebook';
import type { CellId, Role, StepName } from '../../../core/notebook/types';
import {
  assignHues,
  pipelineView,
  stepNames,
  type PipelineView
} from '../../../core/view';
import type { ISuggestedSteps } from '../../analysis/service';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { changeCells, tagsOf } from '../../tags/edit-cells';

/** Variables that come from one step; `null` for parameters. */
export interface IReceived {
  readonly from: StepName | null;
  readonly names: readonly string[];
}

/** Steps for a notebook without tags, and the act of taking them over. */
export interface ISuggestion {
  readonly view: PipelineView;
  /** Places of each step's cells in the notebook, from 0. */
  readonly places: ReadonlyMap<StepName, readonly number[]>;
  /** Cells that are no steps, by role. */
  readonly others: readonly {
    readonly role: Exclude<Role, 'step'>;
    readonly cells: readonly number[];
    readonly ids: readonly CellId[];
  }[];
  /** The variables that each step would receive, by the step that hands them on. */
  readonly receives: ReadonlyMap<StepName, readonly IReceived[]>;
  /** Writes the tags, as one undoable change. */
  accept(): void;
}

/** What the headings and the code of a notebook suggest. */
export async function suggest(
  model: NotebookPipelineModel
): Promise<ISuggestion> {
  const { cells: suggested, analysis } = await model.suggest();
  const { cells } = analysis.notebook;
  const steps = new Set(analysis.flow.steps.map(({ name }) => name));
  const others = (['imports', 'parameters', 'functions', 'metrics'] as const)
    .map(role => {
      const own = cells.filter(cell => cell.role === role);
      return {
        role,
        cells: own.map(({ cell }) => cell.index),
        ids: own.map(({ cell }) => cell.id)
      };
    })
    // Metrics that compute something are a step already.
    .filter(({ role }) => role !== 'metrics' || !steps.has(METRICS_STEP))
    .filter(other => other.cells.length > 0);
  return {
    view: pipelineView({
      analysis,
      hues: assignHues(stepNames(analysis)),
      run: null,
      history: []
    }),
    places: new Map(
      analysis.flow.steps.map(step => [
        step.name,
        cells
          .filter(({ cell }) => step.cells.includes(cell.id))
          .map(({ cell }) => cell.index)
      ])
    ),
    others,
    receives: new Map(
      analysis.flow.steps.map(step => [step.name, receivedBy(step)])
    ),
    accept: () => writeTags(model, suggested)
  };
}

function receivedBy({ reads, parameters }: StepFlow): readonly IReceived[] {
  const steps = [...new Set(reads.map(({ from }) => from))];
  const received = steps.map((from): IReceived => ({
    from,
    names: reads.filter(read => read.from === from).map(read => read.variable)
  }));
  return parameters.length > 0
    ? [...received, { from: null, names: parameters }]
    : received;
}

function writeTags(
  model: NotebookPipelineModel,
  suggested: ISuggestedSteps['cells']
): void {
  const notebook = model.context.model.sharedModel;
  const shared = new Map(notebook.cells.map(cell => [cell.id, cell]));
  changeCells(
    notebook,
    suggested.flatMap(({ cell: id, role, step }) => {
      const cell = shared.get(id);
      return cell
        ? [{ cell: id, tags: setRole(tagsOf(cell), role, step ?? undefined) }]
        : [];
    })
  );
}
