import type { MissingVariable } from '../../../core/api/types';
import type {
  Pipeline,
  PipelineStep,
  StepChange
} from '../../../core/pipeline/types';
import { factsOf } from '../../../core/python/facts/facts';
import { moduleNames } from '../../../core/python/facts/module-names';

/** The cells to run, one after the other, to have a variable again. */
export type Cells = Pick<MissingVariable, 'cell' | 'index' | 'next'>;

/** No cell is known that made it. */
export const NOWHERE: Cells = { cell: null, index: null };

const NONE: ReadonlyMap<number, string> = new Map();

/** Which cells make of the names of one pipeline what they mean. */
export class MakingCells {
  private readonly places: ReadonlyMap<string, number>;
  /** By name, from the last one in the notebook on. */
  private readonly changes = new Map<string, StepChange[]>();
  private readonly names = new Map<string, ReadonlySet<string>>();

  constructor(pipeline: Pipeline) {
    const { steps, cells, definitions, parameters } = pipeline;
    this.places = new Map([
      ...[...definitions, ...parameters].map(
        ({ cell, index = 0 }) => [cell, index] as const
      ),
      ...cells.map(({ id, index }) => [id, index] as const)
    ]);
    for (const change of steps.flatMap(step => step.changes)) {
      this.know(change);
    }
    // A step that changes what they give a value to changes it twice where it is run again alone.
    for (const change of repeatedBy(pipeline)) {
      if (this.changes.has(change.variable)) {
        this.know(change);
      }
    }
    for (const known of this.changes.values()) {
      known.sort((a, b) => this.firstOf(b) - this.firstOf(a));
    }
  }

  private know(change: StepChange): void {
    const { variable, cells } = change;
    const known = this.changes.get(variable);
    this.changes.set(variable, [...(known ?? []), change]);
    for (const cell of cells) {
      const names = this.names.get(cell) ?? [];
      this.names.set(cell, new Set([...names, variable]));
    }
  }

  /** Where the first of the cells stands in the notebook. */
  firstOf({ cells }: Pick<StepChange, 'cells'>): number {
    return this.places.get(cells[0] ?? '') ?? -1;
  }

  /** Where the last one does; of a step, where it ends. */
  lastOf({ cells }: Pick<StepChange, 'cells'>): number {
    return this.places.get(cells.at(-1) ?? '') ?? -1;
  }

  /**
   * Down to the end of a step. What every step repeats is not among them, unless a step changes it.
   */
  of(name: string, step: PipelineStep): Cells {
    const found = new Map<number, string>();
    const done = new Set<string>();
    const waiting = [name];
    // What these cells make besides is made anew, and needs what was done to it since.
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const cells = done.has(one) ? NONE : this.chainOf(one, step);
      const isReached = [...cells.keys()].some(place => found.has(place));
      if (one === name || isReached) {
        done.add(one);
        for (const [place, cell] of cells) {
          const names = found.has(place) ? [] : this.names.get(cell);
          found.set(place, cell);
          waiting.push(...(names ?? []));
        }
      }
    }
    const [first, ...next] = [...found]
      .sort(([a], [b]) => a - b)
      .map(([index, cell]) => ({ cell, index }));
    return { ...(first ?? NOWHERE), ...(next.length > 0 && { next }) };
  }

  /** What is missing behind a step, with the cells that make it by then, if some are known. */
  again(one: MissingVariable, step: PipelineStep): MissingVariable {
    const cells = this.of(one.name, step);
    const { next: _, ...rest } = one;
    return cells.cell === null ? one : { ...rest, ...cells };
  }

  /**
   * From the last cell on that gives a name a value whatever it had, to the last one that changes
   * that down to the end of a step; by their places, in the order of the notebook.
   */
  chainOf(name: string, step: PipelineStep): ReadonlyMap<number, string> {
    const end = this.lastOf(step);
    const found: (readonly [number, string])[] = [];
    for (const change of this.changes.get(name) ?? []) {
      for (const cell of change.cells) {
        const place = this.places.get(cell) ?? Infinity;
        if (place <= end) {
          found.push([place, cell]);
        }
      }
      if (change.isNew && this.firstOf(change) <= end) {
        break;
      }
    }
    return new Map(found.sort(([a], [b]) => a - b));
  }
}

/**
 * What cells of parameters, imports and functions give a value to, as if they were cells of a step.
 * Run again, a class would be another one, which no value is of.
 */
function repeatedBy(pipeline: Pipeline): readonly StepChange[] {
  const { steps, definitions, parameters } = pipeline;
  const ofSteps = new Set(steps.flatMap(({ cells }) => cells));
  const repeated = definitions
    .filter(({ cell }) => !ofSteps.has(cell))
    .map(({ cell, source }) => ({ cell, facts: factsOf(source) }))
    .filter(({ facts }) =>
      facts.statements.every(({ replica }) => replica !== 'class')
    )
    .flatMap(({ cell, facts }) =>
      [...moduleNames(facts).bound].map(name => ({ cell, name }))
    );
  return [...repeated, ...parameters].map(({ cell, name }) => ({
    ...{ variable: name, cells: [cell], isNew: true },
    leaves: 'value'
  }));
}
