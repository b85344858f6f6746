import { createAnalyser } from '../../core/analyse';
import { suggestSteps } from '../../core/flow/suggest';
import { METRICS_STEP } from '../../core/flow/types';
import { ROLE_TAGS, setRole } from '../../core/notebook';
import type { CellId, Role, StepName } from '../../core/notebook/types';
import {
  assignHues,
  pipelineView,
  stepNames,
  type PipelineView
} from '../../core/view';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { changeCells, tagsOf } from '../tags/edit-cells';

/** Steps for a notebook without tags, and the act of taking them over. */
export interface ISuggestion {
  readonly view: PipelineView;
  /** Places of each step's cells in the notebook, from 0. */
  readonly places: ReadonlyMap<StepName, readonly number[]>;
  /** Cells that are no steps, by role. */
  readonly others: readonly {
    readonly role: Exclude<Role, 'step'>;
    readonly cells: readonly number[];
  }[];
  /** Writes the tags, as one undoable change. */
  accept(): void;
}

interface IContent {
  readonly cells: readonly {
    readonly id: CellId;
    readonly cell_type: 'code' | 'markdown' | 'raw';
    readonly source: string;
    readonly metadata: object;
  }[];
}

/** What the headings and the code of a notebook suggest; `null` without code. */
export function suggest(model: NotebookPipelineModel): ISuggestion | null {
  const content = model.content as IContent | null;
  if (!content) {
    return null;
  }
  const suggested = suggestSteps(
    content.cells.map(({ id, cell_type: type, source }) => ({
      id,
      type,
      source
    }))
  );
  const tags = new Map(
    suggested.map(({ cell, role, step }) => [
      cell,
      role === 'step' ? `step:${step}` : ROLE_TAGS[role]
    ])
  );
  const analysis = createAnalyser().analyse(withTags(content, tags), {
    name: model.fileName
  });
  const hues = assignHues(stepNames(analysis));
  const { cells } = analysis.notebook;
  const indexes = (role: Role): readonly number[] =>
    cells.filter(cell => cell.role === role).map(({ cell }) => cell.index);
  const steps = new Set(analysis.flow.steps.map(({ name }) => name));
  const others = (['parameters', 'metrics'] as const)
    .map(role => ({ role, cells: indexes(role) }))
    // Metrics that compute something are a step already.
    .filter(({ role }) => role !== 'metrics' || !steps.has(METRICS_STEP))
    .filter(other => other.cells.length > 0);
  return {
    view: pipelineView({ analysis, hues, run: null, history: [] }),
    places: new Map(
      analysis.flow.steps.map(step => [
        step.name,
        cells
          .filter(({ cell }) => step.cells.includes(cell.id))
          .map(({ cell }) => cell.index)
      ])
    ),
    others,
    accept: () => {
      const notebook = model.context.model.sharedModel;
      const shared = new Map(notebook.cells.map(cell => [cell.id, cell]));
      changeCells(
        notebook,
        suggested.flatMap(({ cell: id, role, step }) => {
          const cell = shared.get(id);
          return cell
            ? [
                {
                  cell: id,
                  tags: setRole(tagsOf(cell), role, step ?? undefined)
                }
              ]
            : [];
        })
      );
    }
  };
}

function withTags(
  content: IContent,
  tags: ReadonlyMap<CellId, string>
): object {
  return {
    ...content,
    cells: content.cells.map(cell => {
      const tag = tags.get(cell.id);
      return tag === undefined
        ? cell
        : { ...cell, metadata: { ...cell.metadata, tags: [tag] } };
    })
  };
}
