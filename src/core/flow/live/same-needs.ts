import { isSameList } from '../../same-data';
import type { Needs } from './sharing';

/** True when a step needs exactly what it needed before, of the very same makers. */
export function isSameNeeds(a: Needs, b: Needs): boolean {
  return (
    a.step === b.step &&
    isSameMap(
      a.receives,
      b.receives,
      (x, y) => x.version === y.version && x.from === y.from
    ) &&
    isSameList([...a.parameters], [...b.parameters]) &&
    isSameMap(a.computed, b.computed) &&
    isSameMap(a.definitions, b.definitions) &&
    isSameList([...a.saves], [...b.saves]) &&
    isSameMap(a.passes, b.passes) &&
    isSameMap(a.beside, b.beside, isSameList) &&
    isListOfSame(a.together, b.together, isSameList) &&
    isSameList([...a.common], [...b.common]) &&
    a.clashes.length + b.clashes.length === 0
  );
}

type Same<T> = (a: T, b: T) => boolean;

/** True for lists of things that are the same in their way, in the same order. */
export function isListOfSame<T>(
  a: readonly T[],
  b: readonly T[],
  isSame: Same<T>
): boolean {
  return a.length === b.length && a.every((one, i) => isSame(one, b[i] as T));
}

/** Also in the same order. */
function isSameMap<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  isSame: Same<V> = (x, y) => x === y
): boolean {
  return (
    isSameList([...a.keys()], [...b.keys()]) &&
    isListOfSame([...a.values()], [...b.values()], isSame)
  );
}
