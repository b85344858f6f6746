import type { Notebook } from '../../core/notebook/types';
import { stepPlan, type StepPlan } from '../../core/pipeline/plan';
import { received } from '../../core/pipeline/received';
import type { Pipeline } from '../../core/pipeline/types';

/** A cell as `kalette.verify` runs it in the whole notebook. */
export interface VerifiedCell {
  readonly id: string;
  readonly index: number;
  readonly line: number;
  readonly source: string;
  /** The step it belongs to; `null` for cells that steps repeat. */
  readonly owner: string | null;
}

export interface VerifiedStep {
  readonly name: string;
  readonly plan: StepPlan;
  readonly after: readonly string[];
  /** For each variable, and each key of process state, the step that left it. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What `kalette.verify` reads on its standard input, but for the folders. */
export interface VerifiedNotebook {
  readonly cells: readonly VerifiedCell[];
  /** In notebook order. */
  readonly steps: readonly VerifiedStep[];
}

/** The notebook as one process would run it, and as its steps. */
export function verifiedNotebook(
  notebook: Notebook,
  pipeline: Pipeline
): VerifiedNotebook {
  const owners = new Map(
    pipeline.steps.flatMap(({ name, cells }) => cells.map(id => [id, name]))
  );
  return {
    cells: notebook.cells
      .filter(({ role }) => role !== null && role !== 'skip')
      .map(({ cell: { id, index, source } }) => {
        const owner = owners.get(id) ?? null;
        return { id, index, line: 1, source, owner };
      }),
    steps: pipeline.steps.map(step => ({
      name: step.name,
      plan: stepPlan(pipeline, step),
      after: step.after,
      sources: Object.fromEntries(
        received(step).map(({ name, from }) => [name, from])
      )
    }))
  };
}
