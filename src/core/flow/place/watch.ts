import type { Name } from '../../python/facts/types';
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

/** A step that receives an object, and the step that it receives it from. */
interface Transfer {
  readonly to: number;
  readonly from: number;
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
 *
 * The analysis saw no change of these in the step, and so a later step receives the value, or
 * one that shares objects with it, from a step before. Changes that nobody would see are no
 * concern of anybody.
 */
export function createWatch(
  arrivals: ReadonlyMap<number, readonly Arrival[]>
): (step: number) => readonly string[] {
  const transfers = new Map<ObjectId, Transfer[]>();
  for (const [to, received] of arrivals) {
    for (const { from, objects } of received) {
      const transfer = { to, from };
      for (const id of objects) {
        const known = transfers.get(id);
        if (known) {
          known.push(transfer);
        } else {
          transfers.set(id, [transfer]);
        }
      }
    }
  }
  return step => {
    const isPassedBy = (id: ObjectId) =>
      transfers.get(id)?.some(({ to, from }) => from < step && step < to);
    return (arrivals.get(step) ?? [])
      .filter(({ isKept, objects }) => isKept && objects.some(isPassedBy))
      .map(({ name }) => name)
      .sort();
  };
}
