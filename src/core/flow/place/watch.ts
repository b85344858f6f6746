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
      this.lists = keptBy(arrivals);
    }
    this.arrivals = arrivals;
  }

  of(step: number): readonly Name[] {
    return this.lists.get(step) ?? NOTHING;
  }

  private arrivals: Arrivals = new Map();
  private lists: ReadonlyMap<number, readonly Name[]> = new Map();
}

const NOTHING: readonly Name[] = [];

type Arrivals = ReadonlyMap<number, readonly Arrival[]>;

function isSame(a: Arrivals, b: Arrivals): boolean {
  return (
    a.size === b.size &&
    [...b].every(([step, received]) => isSameData(a.get(step), received))
  );
}

const NOBODY = 2 ** 31 - 1;

/** From the last step to the first: what a step before it hands on to a step behind it. */
function keptBy(arrivals: Arrivals): ReadonlyMap<number, readonly Name[]> {
  const lists = new Map<number, readonly Name[]>();
  // The first step that hands an object on to one of the steps seen so far.
  const givers = new Int32Array(endOf(arrivals)).fill(NOBODY);
  for (const [step, received] of [...arrivals].reverse()) {
    const isPassed = (id: ObjectId) => (givers[id] ?? NOBODY) < step;
    const names = received
      .filter(({ isKept, objects }) => isKept && objects.some(isPassed))
      .map(({ name }) => name);
    lists.set(step, names.sort());
    for (const { from, objects } of received) {
      lower(givers, objects, from);
    }
  }
  return lists;
}

function lower(
  givers: Int32Array,
  objects: readonly ObjectId[],
  to: number
): void {
  for (let i = 0; i < objects.length; i++) {
    const id = objects[i] ?? 0;
    givers[id] = Math.min(givers[id] ?? to, to);
  }
}

/** One more than the greatest number of an object. */
function endOf(arrivals: Arrivals): number {
  let end = 0;
  for (const received of arrivals.values()) {
    for (const { objects } of received) {
      for (let i = 0; i < objects.length; i++) {
        end = Math.max(end, (objects[i] ?? 0) + 1);
      }
    }
  }
  return end;
}
