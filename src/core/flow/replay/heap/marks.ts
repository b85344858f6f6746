import type { Name } from '../../../python/facts/types';
import { addTo, writeTo } from './journal';
import { reachObject } from './logs';
import { visit } from './holding';
import { type Heap, type Item } from './heap';
import { NOTHING, union, type ObjectId, type ObjectSet } from './sets';
import type { Version } from './versions';
import type { StepRecord } from '../records';
import { isEmpty, withMember } from './members';

/** A name may point to an object from here on. */
export function noteName(heap: Heap, id: ObjectId, name: Name): void {
  const item = id < heap.run.first ? undefined : heap.items[id];
  if (item) {
    item.names = withMember(item.names, name);
  } else {
    writeTo(heap, {
      kind: 'name',
      id,
      value: name,
      isDone: false,
      time: 0,
      under: null
    });
  }
}

/** A step changes an object; once is enough for all that nobody looks at one by one. */
export function noteChanged(
  heap: Heap,
  { changed, log }: Pick<StepRecord, 'changed' | 'log'>,
  id: ObjectId
): void {
  const item = heap.items[id];
  if (item && item.changedAt !== heap.changes) {
    item.changedAt = heap.changes;
    addTo(heap, changed, id, log);
  }
}

/** The notebook knows an object by this version, if it knows it by no other. */
export function noteHome(heap: Heap, item: Item, value: Version): void {
  const { id } = item;
  if (id < heap.run.first) {
    writeTo(heap, {
      kind: 'home',
      id,
      value,
      isDone: false,
      time: 0,
      under: null
    });
  } else {
    item.home ??= value;
  }
}

/** Gives a local name of a frame one more value. */
export function fillSlot(
  heap: Heap,
  frame: Item,
  name: string,
  objects: ObjectSet
): void {
  reachObject(heap, frame.id);
  const all = union(frame.slots.get(name) ?? NOTHING, objects);
  const value = new Map(frame.slots).set(name, all);
  const { id, slots } = frame;
  if (id < heap.run.first) {
    writeTo(heap, {
      kind: 'slots',
      id,
      value,
      before: slots,
      time: 0,
      under: null
    });
  } else {
    frame.slots = value;
  }
}

/** An object whose holders and names are asked for, noted as such. */
export function heldAt(heap: Heap, id: ObjectId): Item | undefined {
  const item = heap.items[id];
  if (item && item.askedAt !== heap.stamp) {
    item.askedAt = heap.stamp;
    heap.run.held.push(id);
    reachObject(heap, id);
  }
  return item;
}

/** Most objects are held by nothing. */
function isAnyHeld(heap: Heap, set: ObjectSet): boolean {
  for (let i = 0; i < set.length; i++) {
    const item = heldAt(heap, set[i] ?? -1);
    if (item && !isEmpty(item.heldBy)) {
      return true;
    }
  }
  return false;
}

/** These objects and everything that holds them, directly or not. */
export function holdersOf(heap: Heap, set: ObjectSet): readonly ObjectId[] {
  if (!isAnyHeld(heap, set)) {
    return set;
  }
  const walk = ++heap.walks;
  const found: Item[] = [];
  visit(heap, set, walk, found);
  for (let i = 0; i < found.length; i++) {
    const item = heldAt(heap, found[i]?.id ?? -1);
    if (item && !isEmpty(item.heldBy)) {
      visit(heap, item.heldBy, walk, found);
    }
  }
  return found.map(({ id }) => id);
}

/** Tells the objects of these sets from others, until something is walked through again. */
export function isInAny(
  heap: Heap,
  sets: readonly ReadonlySet<ObjectId>[]
): (item: Item) => boolean {
  const walk = ++heap.walks;
  for (const set of sets) {
    for (const id of set) {
      const item = heap.items[id];
      if (item) {
        item.walkedAt = walk;
      }
    }
  }
  return ({ walkedAt }) => walkedAt === walk;
}
