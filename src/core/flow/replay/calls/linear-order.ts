import type { Name } from '../../../python/facts/types';
import { findInherited, type Method } from './classes';
import { type Item } from '../heap/heap';
import { itemAt, itemsOf } from '../heap/objects';
import type { ObjectId } from '../heap/sets';
import type { World } from '../world';

/**
 * The method that `super()` finds behind a class for an instance: the next one in the order of
 * the instance's class, in which a sibling can stand before a base.
 */
export function findNext(
  w: World,
  owner: Item,
  bound: Item,
  name: Name
): Method | null {
  for (const self of itemsOf(w.heap, bound.related)) {
    const classes = self.kind === 'class' ? [self.id] : self.related;
    for (const id of classes) {
      const order = linearOrder(w, id);
      const place = order.indexOf(owner.id);
      const found =
        place < 0 ? null : firstWith(w, order.slice(place + 1), name);
      if (found) {
        return found;
      }
    }
  }
  return findInherited(w, owner, name);
}

function firstWith(
  w: World,
  order: readonly ObjectId[],
  name: Name
): Method | null {
  for (const owner of itemsOf(w.heap, order)) {
    const definition = owner.definition?.methods.get(name);
    if (definition) {
      return { definition, owner };
    }
  }
  return null;
}

/** No class that people write derives from more; what is further away is not looked at. */
const DEEPEST = 30;

/** A class and all that it derives from, in the order of Python (C3; Barrett and others, 1996). */
function linearOrder(w: World, id: ObjectId, depth = 0): readonly ObjectId[] {
  const bases = itemAt(w.heap, id)?.related ?? [];
  if (bases.length === 0 || depth > DEEPEST) {
    return [id];
  }
  const orders = bases.map(base => linearOrder(w, base, depth + 1));
  return [id, ...merge([...orders, bases])];
}

/** Takes, again and again, the first class that stands behind no other in any of the lists. */
function merge(lists: readonly (readonly ObjectId[])[]): readonly ObjectId[] {
  const merged: ObjectId[] = [];
  let rest = lists.filter(list => list.length > 0);
  while (rest.length > 0) {
    const heads = rest.flatMap(([head]) => head ?? []);
    const next = heads.find(head =>
      rest.every(list => list.indexOf(head) <= 0)
    );
    // Python refuses classes without such an order.
    const taken = next ?? heads[0] ?? -1;
    merged.push(taken);
    rest = rest
      .map(list => list.filter(one => one !== taken))
      .filter(list => list.length > 0);
  }
  return merged;
}
