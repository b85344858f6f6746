import type { PipelineStep } from '../../../core/pipeline/types';
import { sharedWithChanged } from '../../messages';
import type { StepRemains } from './alive';
import type { Named } from './left';
import type { MakingCells } from './making-cells';
import type { KeptVariable } from './state';

/** Names whose values may have parts in common, both ways. */
export type Related = ReadonlyMap<string, ReadonlySet<string>>;

/** Types without parts; all small values of these are in one file. */
const PLAIN: ReadonlySet<string> = new Set([
  'int',
  'float',
  'complex',
  'str',
  'bytes',
  'bool',
  'NoneType'
]);

/** What files tell of that. */
export function relatedIn(variables: readonly KeptVariable[]): Related {
  const related = new Map<string, Set<string>>();
  const composed = variables.filter(({ type }) => !PLAIN.has(type));
  for (const one of composed) {
    for (const other of composed) {
      if (one !== other && isInside(other, one)) {
        relate(related, one.name, other.name);
      }
    }
  }
  return related;
}

/** All that is known of that, but for names that mean other values now. */
export function relatedOf(
  known: readonly Related[],
  isOther: (name: string) => boolean = () => false
): Related {
  const related = new Map<string, Set<string>>();
  for (const [one, others] of known.flatMap(map => [...map])) {
    for (const other of others) {
      if (!isOther(one) && !isOther(other)) {
        relate(related, one, other);
      }
    }
  }
  return related;
}

function relate(
  related: Map<string, Set<string>>,
  one: string,
  other: string
): void {
  for (const [name, with_] of [
    [one, other],
    [other, one]
  ] as const) {
    related.set(name, (related.get(name) ?? new Set()).add(with_));
  }
}

/**
 * What was alive behind the steps before, without what a step may have changed that did not have
 * it: its process had other variables that hold the same objects.
 */
export function without(
  behind: Named & { readonly related: Related },
  { variables, missing, fate }: Pick<StepRemains, keyof Named | 'fate'>,
  step: PipelineStep,
  making: MakingCells
): Named {
  const isOwn = new Set([...variables, ...missing].map(({ name }) => name));
  // What has no parts is another value only for a step that has the name.
  const others = behind.variables.filter(
    ({ name, type }) => !isOwn.has(name) && !PLAIN.has(type)
  );
  const stale = new Map(
    changedOtherwise(step, fate).filter(([name]) =>
      others.some(other => other.name === name)
    )
  );
  for (const name of fate.changed) {
    const related = behind.related.get(name);
    others
      .filter(other => related?.has(other.name))
      .forEach(other => stale.set(other.name, name));
  }
  spread(stale, others);
  const gone = others.flatMap(({ name, type }) => {
    const by = stale.get(name);
    const reason = by === undefined ? null : sharedWithChanged(by, step.name);
    return reason === null
      ? []
      : { name, type, reason, ...making.of(name, step) };
  });
  return {
    variables: behind.variables.filter(({ name }) => !stale.has(name)),
    missing: [...behind.missing, ...gone]
  };
}

/**
 * Names by which the analysis knows what cells of a step change, each with another one by which
 * the step had that and may have changed it. Files do not tell of what came in several of them.
 */
function changedOtherwise(
  { changes }: PipelineStep,
  { changed, rebound }: StepRemains['fate']
): (readonly [string, string])[] {
  const had = new Set([...changed, ...rebound]);
  const seen = changes.filter(({ variable }) => had.has(variable));
  return changes.flatMap(({ variable, cells, isNew }) => {
    const by = seen.find(one => one.cells.some(cell => cells.includes(cell)));
    return by === undefined || isNew ? [] : [[variable, by.variable] as const];
  });
}

/** True where a variable is in the file of another one, or is named in it. */
export function isInside(other: KeptVariable, one: KeptVariable): boolean {
  const isOneFile = one.group !== null && other.digest === one.digest;
  return isOneFile || isHeld(other, one);
}

function isHeld(one: KeptVariable, by: KeptVariable): boolean {
  return by.referents?.[one.name] === one.digest;
}

/** What names something that is gone is gone with it: `stale` has names by the one it is due to. */
export function spread(
  stale: Map<string, string>,
  others: readonly KeptVariable[]
): void {
  for (const one of others) {
    const by = stale.get(one.name);
    const holders = others.filter(
      other => !stale.has(other.name) && isHeld(one, other)
    );
    if (by !== undefined && holders.length > 0) {
      holders.forEach(({ name }) => stale.set(name, by));
      spread(stale, others);
    }
  }
}
