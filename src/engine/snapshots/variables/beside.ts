import type { MissingVariable } from '../../../core/api/types';
import type {
  Pipeline,
  PipelineStep,
  StepChange
} from '../../../core/pipeline/types';
import * as messages from '../../messages';
import type { Named } from './left';
import type { Cells, MakingCells } from './making-cells';
import { spread } from './stale';

/** A step that makes or changes what a name means, and the cells that have to run for that. */
interface Maker {
  readonly step: string;
  readonly cells: Cells & Pick<MissingVariable, 'outdated'>;
  /** Something stands under the name then that a snapshot would have. */
  readonly isKept: boolean;
  /** It does so whatever the name meant before. */
  readonly isNew: boolean;
  /** Where its first cell that does so stands in the notebook. */
  readonly place: number;
}

/** By name. */
export type Beside = ReadonlyMap<string, Maker>;

/**
 * What steps make and change that stand above another one in the notebook and run beside it: they
 * may not have ended. Of one pipeline, which is gone through once.
 */
export class Siblings {
  private readonly ancestors = new Map<string, ReadonlySet<string>>();
  private readonly known = new Map<string, Beside>();
  private readonly places: ReadonlyMap<string | null, number>;
  /** The step of each cell. */
  private readonly owners: ReadonlyMap<string, string>;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly cells: MakingCells
  ) {
    this.places = new Map(pipeline.steps.map(({ name }, i) => [name, i]));
    this.owners = new Map(
      pipeline.steps.flatMap(({ name, cells: ids }) =>
        ids.map(id => [id, name] as const)
      )
    );
  }

  /** Less what was written below them: `writerOf` names the step that wrote a name last. */
  beside(
    step: PipelineStep,
    writerOf: (name: string) => string | null
  ): Beside {
    const known = this.known.get(step.name) ?? this.besideOf(step);
    this.known.set(step.name, known);
    const isLast = ([name, maker]: readonly [string, Maker]) => {
      const writer = writerOf(name);
      return writer === step.name
        ? // The step goes on below what the other one makes of it.
          this.lastChangeOf(name, step) < maker.place
        : this.placeOf(writer) < this.placeOf(maker.step);
    };
    return new Map([...known].filter(isLast));
  }

  private besideOf(step: PipelineStep): Beside {
    const before = this.above(step.after);
    const others = this.pipeline.steps.filter(
      other =>
        other.name !== step.name &&
        !before.has(other.name) &&
        !this.ancestorsOf(other).has(step.name)
    );
    const end = this.cells.lastOf(step);
    return new Map(
      others.flatMap(other =>
        other.changes
          .filter(change => this.cells.firstOf(change) < end)
          .map(change => {
            const { variable, isNew } = change;
            const cells = this.cellsOf(variable, step, other);
            const isKept = this.isKept(change);
            const place = this.cells.firstOf(change);
            const maker = { step: other.name, cells, isKept, isNew, place };
            return [variable, maker] as const;
          })
      )
    );
  }

  /**
   * With whether some of them are of steps that the `maker` does not wait for, or what it made is
   * hidden by what was there before: a step that it waits for goes on below it.
   */
  private cellsOf(
    variable: string,
    step: PipelineStep,
    maker: PipelineStep
  ): Maker['cells'] {
    const cells = this.cells.of(variable, step);
    const before = this.ancestorsOf(maker);
    const own = this.cells.chainOf(variable, step).values();
    const isOutdated = [...own].some(cell => {
      const owner = this.owners.get(cell) ?? maker.name;
      return owner !== maker.name && !before.has(owner);
    });
    const isHidden = this.pipeline.steps.some(
      one =>
        before.has(one.name) &&
        this.cells.lastOf(one) > this.cells.lastOf(maker)
    );
    return isOutdated || isHidden ? { ...cells, outdated: true } : cells;
  }

  private lastChangeOf(name: string, { changes }: PipelineStep): number {
    const own = changes.filter(({ variable }) => variable === name);
    return Math.max(-1, ...own.map(change => this.cells.lastOf(change)));
  }

  private placeOf(step: string | null): number {
    return this.places.get(step) ?? -1;
  }

  /** Functions and classes that steps repeat come back from their source; `_` is the shell's. */
  private isKept({ variable, cells, leaves }: StepChange): boolean {
    const isRepeated = this.pipeline.definitions.some(
      ({ name, cell }) =>
        cells.includes(cell) && name.split(' ').includes(variable)
    );
    const isThere = leaves === 'value' || leaves === 'perhaps nothing';
    return isThere && !isRepeated && !/^_+$/.test(variable);
  }

  private ancestorsOf({ name, after }: PipelineStep): ReadonlySet<string> {
    const found = this.ancestors.get(name) ?? this.above(after);
    this.ancestors.set(name, found);
    return found;
  }

  /** These steps, and all that they wait for. */
  private above(names: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (!found.has(name)) {
        found.add(name);
        const step = this.pipeline.steps.find(one => one.name === name);
        open.push(...(step?.after ?? []));
      }
    }
    return found;
  }
}

/**
 * What is alive, but for what steps beside change or give the name of to something else: that is
 * missing, and so is what only they make.
 */
export function withoutBeside(
  { variables, missing }: Named,
  beside: Beside,
  parameters: Pipeline['parameters']
): Named {
  const stale = new Map(
    variables
      .filter(({ name }) => beside.has(name))
      .map(({ name }) => [name, name] as const)
  );
  // What others have of them in their files is old too.
  spread(stale, variables);
  const told = variables.flatMap(({ name, type }) => {
    const by = beside.get(stale.get(name) ?? '');
    if (!by) {
      return [];
    }
    const { step, cells } = by;
    const reason = messages.changedBeside(step);
    return { name, type, reason, step, ...cells };
  });
  const known = new Set([...variables, ...missing].map(({ name }) => name));
  const given = new Map(parameters.map(({ name, type }) => [name, type]));
  const made = [...beside].flatMap(([name, by]) => {
    const { step, cells, isKept, isNew } = by;
    const type = given.get(name);
    const reason =
      isNew && type === undefined
        ? messages.madeBeside(step)
        : messages.changedBeside(step);
    return (isKept || type !== undefined) && !known.has(name)
      ? { name, type: type ?? '', reason, step, ...cells }
      : [];
  });
  return {
    variables: variables.filter(({ name }) => !stale.has(name)),
    missing: [...missing, ...told, ...made]
  };
}

/** True for what {@link withoutBeside} may have told of, which alone names a step. */
export function isBeside({ step }: MissingVariable, beside: Beside): boolean {
  return [...beside.values()].some(maker => maker.step === step);
}
