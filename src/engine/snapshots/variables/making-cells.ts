import type { MissingVariable } from '../../../core/api/types';
import type {
  Pipeline,
  PipelineStep,
  StepChange
} from '../../../core/pipeline/types';

/** The cells to run, one after the other, to have a variable again. */
export type Cells = Pick<MissingVariable, 'cell' | 'index' | 'next'>;

/** No cell is known that made it. */
export const NOWHERE: Cells = { cell: null, index: null };

/** Which cells make of the names of one pipeline what they mean. */
export class MakingCells {
  private readonly places: ReadonlyMap<string, number>;
  /** By name, from the last one in the notebook on. */
  private readonly changes = new Map<string, StepChange[]>();

  constructor({ steps, cells }: Pipeline) {
    this.places = new Map(cells.map(({ id, index }) => [id, index]));
    for (const change of steps.flatMap(step => step.changes)) {
      const { variable } = change;
      const known = this.changes.get(variable);
      this.changes.set(variable, [...(known ?? []), change]);
    }
    for (const known of this.changes.values()) {
      known.sort((a, b) => this.firstOf(b) - this.firstOf(a));
    }
  }

  /** Where the first of the cells stands in the notebook. */
  firstOf({ cells }: Pick<StepChange, 'cells'>): number {
    return this.places.get(cells[0] ?? '') ?? -1;
  }

  /** Where the last cell of a step stands. */
  endOf({ cells }: PipelineStep): number {
    return this.places.get(cells.at(-1) ?? '') ?? -1;
  }

  /**
   * Down to the end of a step: from the last cell on that gives the name a value whatever it had,
   * to the last one that changes that. What every step repeats is not among them.
   */
  of(name: string, step: PipelineStep): Cells {
    const end = this.endOf(step);
    const found = new Map<number, string>();
    for (const change of this.changes.get(name) ?? []) {
      for (const cell of change.cells) {
        const place = this.places.get(cell) ?? Infinity;
        if (place <= end) {
          found.set(place, cell);
        }
      }
      if (change.isNew && this.firstOf(change) <= end) {
        break;
      }
    }
    const [first, ...next] = [...found]
      .sort(([a], [b]) => a - b)
      .map(([index, cell]) => ({ cell, index }));
    return { ...(first ?? NOWHERE), ...(next.length > 0 && { next }) };
  }
}
