import type { Name } from '../../../python/facts/types';
import type { CellRun } from './journal';
import type { ObjectId } from './sets';

/** What is now different from what later cells saw when they were replayed last. */
export interface Changes {
  readonly names: Set<Name>;
  readonly keys: Set<string>;
  readonly objects: Set<ObjectId>;
  readonly held: Set<ObjectId>;
  /** The time of the last cell that looks up any of the names and keys. */
  until: ObjectId;
  /** Some cell was replayed and did not do exactly what it did before. */
  isAny: boolean;
  /** A star import was replayed: it may come to bind more, which all that refer to it must see. */
  isAll: boolean;
  readonly behind: ChangesBehind;
}

/** What is now different from what the phases behind the replay, which see all cells, saw last. */
export interface ChangesBehind {
  /** Names that have other versions, be it far above. */
  readonly names: Set<Name>;
  readonly objects: Set<ObjectId>;
  /** Steps of cells that were replayed, and others whose uses are different. */
  readonly steps: Set<number>;
  isAll: boolean;
}

/** What a phase looked at, besides the records of the step that it worked on. */
export interface Looks {
  readonly names: readonly Name[];
  readonly objects: readonly ObjectId[];
  /** It looked at more than can be told. */
  readonly needsAll: boolean;
}

export function noChanges(): Changes {
  return {
    names: new Set(),
    keys: new Set(),
    objects: new Set(),
    held: new Set(),
    until: -1,
    isAny: false,
    isAll: false,
    behind: {
      names: new Set(),
      objects: new Set(),
      steps: new Set(),
      isAll: false
    }
  };
}

/** True when a phase may find something else for a step than before. */
export function concernsPhase(
  { isAny, behind }: Changes,
  step: number,
  { names, objects, needsAll }: Looks
): boolean {
  return (
    behind.isAll ||
    (isAny && needsAll) ||
    behind.steps.has(step) ||
    (behind.names.size > 0 && hasAny(behind.names, names)) ||
    (behind.objects.size > 0 && hasAny(behind.objects, objects))
  );
}

/** True when a cell looked at something that is different now. */
export function concerns(changes: Changes, run: CellRun): boolean {
  const { names, keys, objects, held } = changes;
  const isLookedUp = run.first <= changes.until;
  return (
    changes.isAll ||
    (changes.isAny && run.needsAll) ||
    (isLookedUp && names.size > 0 && hasAny(names, run.names)) ||
    (isLookedUp && keys.size > 0 && meets(keys, run.keys)) ||
    (objects.size > 0 && hasAny(objects, run.objects)) ||
    (held.size > 0 && hasAny(held, run.held))
  );
}

/** Most of what is asked here is answered with no, by the hundred. */
function hasAny<T>(some: ReadonlySet<T>, all: readonly T[]): boolean {
  for (let i = 0; i < all.length; i++) {
    if (some.has(all[i] as T)) {
      return true;
    }
  }
  return false;
}

function meets(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  for (const one of some) {
    if (all.has(one)) {
      return true;
    }
  }
  return false;
}
