import type { Name } from '../../python/facts/types';
import { isSameData } from '../../same-data';
import { exitOf, reachedBy } from '../live/homes';
import type { Needs } from '../live/sharing';
import type { ObjectId } from '../replay/heap/sets';
import type { World } from '../replay/world';

/** A value that a step receives, with the objects in it. */
export interface Arrival {
  readonly name: Name;
  readonly from: number;
  readonly objects: readonly ObjectId[];
  /** The step is not seen to change it. */
  readonly isKept: boolean;
}

/** The values with objects that a step receives. */
export function arrivalsOf(w: World, { step, receives }: Needs): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const [name, { version, from }] of receives) {
    const { items } = reachedBy(w, version);
    if (items.length > 0) {
      const objects = items.map(({ id }) => id);
      const isKept = exitOf(w, name, step.index)?.by !== step.index;
      arrivals.push({ name, from, objects, isKept });
    }
  }
  return arrivals;
}

/**
 * Which of the values that a step receives it must leave as they are, in order of their names.
 * Found out once for the same arrivals.
 *
 * The analysis saw no change of these in the step, and so a later step receives the value, or
 * one that shares objects with it, from a step before. Changes that nobody would see are no
 * concern of anybody.
 */
export class Watches {
  /** Tell it what arrives in each step; steps ascend. */
  begin(arrivals: Arrivals): void {
    if (!isSame(this.arrivals, arrivals)) {
      this.passed = null;
      this.lists = new Map();
    }
    this.arrivals = arrivals;
  }

  of(step: number): readonly Name[] {
    const known = this.lists.get(step);
    if (known) {
      return known;
    }
    this.passed ??= passedBy(this.arrivals);
    const { passed } = this;
    const names = (this.arrivals.get(step) ?? NONE)
      .filter(
        ({ isKept, objects }) =>
          isKept && objects.some(id => isPassedBy(passed.get(id), step))
      )
      .map(({ name }) => name)
      .sort();
    this.lists.set(step, names);
    return names;
  }

  private arrivals: Arrivals = new Map();
  private passed: ReadonlyMap<ObjectId, Transfers> | null = null;
  private lists = new Map<number, readonly Name[]>();
}

type Arrivals = ReadonlyMap<number, readonly Arrival[]>;

const NONE: readonly Arrival[] = [];

function isSame(a: Arrivals, b: Arrivals): boolean {
  return (
    a.size === b.size &&
    [...b].every(([step, received]) => isSameData(a.get(step), received))
  );
}

/** The steps that receive an object, in order, and where each receives it from. */
interface Transfers {
  readonly to: number[];
  readonly from: number[];
  /** The least of `from` at this place and behind it; made when somebody asks. */
  least: number[] | null;
}

function passedBy(arrivals: Arrivals): ReadonlyMap<ObjectId, Transfers> {
  const transfers = new Map<ObjectId, Transfers>();
  for (const [to, received] of arrivals) {
    for (const { from, objects } of received) {
      for (const id of objects) {
        const known = transfers.get(id);
        if (known) {
          known.to.push(to);
          known.from.push(from);
        } else {
          transfers.set(id, { to: [to], from: [from], least: null });
        }
      }
    }
  }
  return transfers;
}

/** A step before it hands an object on to a step behind it. */
function isPassedBy(transfers: Transfers | undefined, step: number): boolean {
  if (!transfers) {
    return false;
  }
  const { to } = transfers;
  let low = 0;
  let high = to.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((to[middle] ?? 0) > step) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const least = (transfers.least ??= leastBehind(transfers.from));
  return (least[low] ?? Infinity) < step;
}

function leastBehind(from: readonly number[]): number[] {
  const least = [...from];
  for (let i = least.length - 2; i >= 0; i--) {
    least[i] = Math.min(least[i] ?? 0, least[i + 1] ?? 0);
  }
  return least;
}
