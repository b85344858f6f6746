import {
  hasMember,
  isEmpty,
  isList,
  withMember,
  type Members
} from './members';
import { writeTo } from './journal';
import { type Heap, type Item } from './heap';
import { itemAt, itemsOf, makeObject, note } from './objects';
import { NOTHING, toSet, union, type ObjectId, type ObjectSet } from './sets';

/** What is put into an object can be loaded out of it again; libraries keep nothing. */
export function hold(heap: Heap, holders: ObjectSet, held: ObjectSet): void {
  if (held.length === 0) {
    return;
  }
  for (let i = 0; i < holders.length; i++) {
    const holder = itemAt(heap, holders[i] ?? -1);
    if (!holder || holder.kind === 'library') {
      continue;
    }
    for (let k = 0; k < held.length; k++) {
      putInto(heap, holder, held[k] ?? -1);
    }
  }
}

function putInto(heap: Heap, holder: Item, other: ObjectId): void {
  const { id } = holder;
  const { first } = heap.run;
  if (id < first) {
    writeTo(heap, {
      kind: 'holds',
      id,
      value: other,
      isDone: false,
      time: 0,
      under: null
    });
  } else if (hasMember(holder.holds, other)) {
    return;
  } else {
    holder.holds = withMember(holder.holds, other);
    holder.held = null;
  }
  const held = other < first ? undefined : heap.items[other];
  if (held) {
    held.heldBy = withMember(held.heldBy, id);
  } else {
    writeTo(heap, {
      kind: 'heldBy',
      id: other,
      value: id,
      isDone: false,
      time: 0,
      under: null
    });
  }
}

/** Everything that can be loaded out of these objects. */
export function partsOf(heap: Heap, set: ObjectSet): ObjectSet {
  if (set.length === 0) {
    return NOTHING;
  }
  if (set.length === 1) {
    const only = itemAt(heap, set[0] ?? -1);
    if (!only) {
      return NOTHING;
    }
    // A part holds itself, though not by its entry.
    return only.isOpaque && partOf(heap, only) === only.id
      ? union(heldIn(only), [only.id])
      : heldIn(only);
  }
  const items = itemsOf(heap, set);
  const [only] = items;
  if (only && items.length === 1) {
    return partsOf(heap, [only.id]);
  }
  let found = NOTHING;
  for (const item of items) {
    found = union(found, heldIn(item));
    if (item.isOpaque) {
      found = union(found, [partOf(heap, item)]);
    }
  }
  return found;
}

/**
 * What these objects are known to hold one by one. Unlike `partsOf` it makes nothing to stand for
 * what is not known, which is never an instance, a function or a class.
 */
export function knownPartsOf(heap: Heap, set: ObjectSet): ObjectSet {
  let found = NOTHING;
  for (let i = 0; i < set.length; i++) {
    const item = itemAt(heap, set[i] ?? -1);
    found = item ? union(found, heldIn(item)) : found;
  }
  return found;
}

function heldIn(item: Item): ObjectSet {
  return (item.held ??= inOrder(item.holds));
}

/** In order of their numbers; lists of one member are never written to, and can be shared. */
function inOrder(ids: Members<ObjectId>): ObjectSet {
  return isList(ids) && ids.length < 2 ? ids : toSet([...ids]);
}

function partOf(heap: Heap, item: Item): ObjectId {
  if (item.part < 0) {
    const { path } = item;
    const part = makeObject(heap, { isOpaque: true, path });
    // Whatever is loaded out of a part is that part again.
    part.part = part.id;
    if (item.id < heap.run.first) {
      writeTo(heap, {
        kind: 'part',
        id: item.id,
        value: part.id,
        time: 0,
        under: null
      });
    } else {
      item.part = part.id;
    }
    hold(heap, [item.id], [part.id]);
  }
  return item.part;
}

/** Add objects to a walk, those aside that it has come to; marks on them are faster than a set. */
export function visit(
  { items }: Heap,
  ids: Members<ObjectId>,
  walk: number,
  found: Item[]
): void {
  const list = isList(ids) ? ids : [...ids];
  for (let i = 0; i < list.length; i++) {
    const item = items[list[i] ?? -1];
    if (item && item.walkedAt !== walk) {
      item.walkedAt = walk;
      found.push(item);
    }
  }
}

/** These objects and everything they hold, directly or not, each once. */
export function reachedFrom(heap: Heap, set: ObjectSet): readonly Item[] {
  const walk = ++heap.walks;
  const found: Item[] = [];
  visit(heap, set, walk, found);
  // It grows while it is gone through.
  for (let i = 0; i < found.length; i++) {
    const item = found[i];
    if (item) {
      note(heap, item);
      if (!isEmpty(item.holds)) {
        visit(heap, item.holds, walk, found);
      }
    }
  }
  return found;
}

/** As `reachedFrom`, by their numbers. */
export function reachOf(heap: Heap, set: ObjectSet): readonly ObjectId[] {
  return reachedFrom(heap, set).map(({ id }) => id);
}
