import { exitOf, reachedBy } from '../live/homes';
import type { Needs } from '../live/sharing';
import type { ObjectId } from '../replay/heap/sets';
import type { World } from '../replay/world';

/** A step that receives an object, and the step that it receives it from. */
interface Transfer {
  readonly to: number;
  readonly from: number;
}

/**
 * Which of the values that a step receives it must leave as they are, in order of their names.
 *
 * The analysis saw no change of these in the step, and so a later step receives the value, or
 * one that shares objects with it, from a step before. Changes that nobody would see are no
 * concern of anybody.
 */
export function createWatch(
  w: World,
  real: readonly Needs[]
): (own: Needs) => readonly string[] {
  const transfers = new Map<ObjectId, Transfer[]>();
  for (const { step, receives } of real) {
    for (const { version, from } of receives.values()) {
      const transfer = { to: step.index, from };
      for (const { id } of reachedBy(w, version).items) {
        const known = transfers.get(id);
        if (known) {
          known.push(transfer);
        } else {
          transfers.set(id, [transfer]);
        }
      }
    }
  }
  return ({ step: { index }, receives }) =>
    [...receives]
      .filter(([name, { version }]) => {
        const { items } = reachedBy(w, version);
        if (items.length === 0 || exitOf(w, name, index)?.by === index) {
          // Nothing that could change, or seen to change.
          return false;
        }
        const isPassedBy = (id: ObjectId) =>
          transfers.get(id)?.some(({ to, from }) => from < index && index < to);
        return items.some(({ id }) => isPassedBy(id));
      })
      .map(([name]) => name)
      .sort();
}
