import type { MissingVariable } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import * as messages from '../messages';
import { boundIn } from './bound';
import type { Named } from './left';
import { spread } from './stale';

/** A step that makes or changes what a name means, and the cell in which it does. */
interface Maker {
  readonly step: string;
  readonly cell: Pick<MissingVariable, 'cell' | 'index'>;
}

type Entry = readonly [name: string, maker: Maker];

/** By name. */
export type Beside = ReadonlyMap<string, Maker>;

/**
 * What steps make and change that stand above another one in the notebook and run beside it: they
 * may not have ended. The code tells; what is changed by a call alone is among it where another step
 * receives it. Of one pipeline, whose cells are read once.
 */
export class Siblings {
  private readonly ancestors = new Map<string, ReadonlySet<string>>();
  private readonly own = new Map<string, readonly Entry[]>();

  constructor(private readonly pipeline: Pipeline) {}

  beside({ name, after }: PipelineStep): Beside {
    const { steps } = this.pipeline;
    const place = steps.findIndex(step => step.name === name);
    const before = this.above(after);
    const others = steps
      .slice(0, Math.max(0, place))
      .filter(other => !before.has(other.name))
      .filter(other => !this.ancestorsOf(other).has(name));
    return new Map(others.flatMap(other => this.madeBy(other)));
  }

  private madeBy(step: PipelineStep): readonly Entry[] {
    const known = this.own.get(step.name);
    if (known) {
      return known;
    }
    const own = this.pipeline.cells.filter(({ id }) => step.cells.includes(id));
    const entry = (
      name: string,
      { id, index }: (typeof own)[number]
    ): Entry => [name, { step: step.name, cell: { cell: id, index } }];
    const last = own.at(-1);
    const made = [
      ...(last ? step.writes.map(name => entry(name, last)) : []),
      ...own.flatMap(cell =>
        boundIn(cell.source).map(name => entry(name, cell))
      )
    ];
    this.own.set(step.name, made);
    return made;
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
 * missing. What they make besides is theirs alone.
 */
export function withoutBeside(
  { variables, missing }: Named,
  own: ReadonlySet<string>,
  beside: Beside
): Named {
  const isOther = (name: string) => beside.has(name) && !own.has(name);
  const stale = new Map(
    variables
      .filter(({ name }) => isOther(name))
      .map(({ name }) => [name, name] as const)
  );
  // What others have of them in their files is old too.
  spread(
    stale,
    variables.filter(({ name }) => !own.has(name))
  );
  const told = variables.flatMap(({ name, type }) => {
    const by = beside.get(stale.get(name) ?? '');
    return by
      ? { name, type, reason: messages.changedBeside(by.step), ...by.cell }
      : [];
  });
  return {
    variables: variables.filter(({ name }) => !stale.has(name)),
    missing: [...missing, ...told]
  };
}

/** True for what {@link withoutBeside} may have told of. */
export function isBeside({ reason }: MissingVariable, beside: Beside): boolean {
  return [...beside.values()].some(
    ({ step }) => reason === messages.changedBeside(step)
  );
}
