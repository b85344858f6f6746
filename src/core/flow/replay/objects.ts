import type { Definition } from '../../python/facts/types';
import type { Version } from './versions';

export type ObjectId = number;

/** Sorted, without doubles; shared freely, never changed. */
export type ObjectSet = readonly ObjectId[];

export const NOTHING: ObjectSet = [];

/** What a value may be: the mutable objects it may point to, and its text where that is known. */
export interface Abstract {
  readonly objects: ObjectSet;
  /** Of a string or a path; parameters stand in braces: `{folder}/a.csv`. */
  readonly text: string | null;
}

export const ATOMIC: Abstract = { objects: NOTHING, text: null };

export type ObjectKind =
  | 'plain'
  | 'iterator'
  | 'function'
  | 'bound'
  | 'partial'
  | 'class'
  | 'instance'
  | 'frame'
  /** A module or something out of one; never changed by transfers. */
  | 'library'
  /** What `globals()` gives. */
  | 'namespace';

/** An allocation site as the replay knows it. */
export interface Item {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  /** What is in it is not known one by one: everything loaded out of it is its `part`. */
  isOpaque: boolean;
  /** The summary of everything loaded out of it; -1 until somebody loads. */
  part: ObjectId;
  holds: ReadonlySet<ObjectId>;
  heldBy: ReadonlySet<ObjectId>;
  /** Qualified name of a library thing, or of the call that made a value. */
  readonly path: string;
  /** Just made by a library call: its elements are taken to be independent. */
  readonly isFresh: boolean;
  readonly text: string | null;
  /** Why it cannot be handed on. */
  hazard: string | null;
  readonly definition: Definition | null;
  /** Frames of the functions around a definition, innermost first. */
  readonly frames: readonly ObjectId[];
  /** Local names of a frame. */
  slots: ReadonlyMap<string, ObjectSet>;
  /** Classes of an instance, bases of a class, receiver of a bound method. */
  related: ObjectSet;
  /** Cell of a definition. */
  readonly cell: number;
  /** The version by which the notebook knows a function or class. */
  home: Version | null;
}

/** All objects of a replay. Owned by it. */
export interface Heap {
  readonly items: Item[];
  /** Objects by allocation site and circumstances. */
  readonly bySite: Map<string, ObjectId>;
  /** Library things by qualified name. */
  readonly byPath: Map<string, ObjectId>;
}

export function createHeap(): Heap {
  return { items: [], bySite: new Map(), byPath: new Map() };
}

// Most objects hold nothing and are held by nothing; these are never written to.
const EMPTY: ReadonlySet<ObjectId> = new Set();
const NO_SLOTS: ReadonlyMap<string, ObjectSet> = new Map();

type Draft = Partial<Omit<Item, 'id' | 'holds' | 'heldBy' | 'slots'>>;

/** The object of an allocation site; made on first sight. */
export function objectAt(heap: Heap, key: string, draft: Draft = {}): Item {
  const known = heap.bySite.get(key);
  const item = known === undefined ? undefined : heap.items[known];
  if (item) {
    return item;
  }
  const made = makeObject(heap, draft);
  heap.bySite.set(key, made.id);
  return made;
}

export function makeObject(heap: Heap, draft: Draft = {}): Item {
  const item: Item = {
    id: heap.items.length,
    kind: 'plain',
    isOpaque: false,
    part: -1,
    holds: EMPTY,
    heldBy: EMPTY,
    path: '',
    isFresh: false,
    text: null,
    hazard: null,
    definition: null,
    frames: NOTHING,
    slots: NO_SLOTS,
    related: NOTHING,
    cell: -1,
    home: null,
    ...draft
  };
  heap.items.push(item);
  return item;
}

/** A module, or something out of one, by its qualified name. */
export function libraryItem(heap: Heap, path: string): Item {
  const known = heap.byPath.get(path);
  const item = known === undefined ? undefined : heap.items[known];
  if (item) {
    return item;
  }
  const made = makeObject(heap, { kind: 'library', path });
  heap.byPath.set(path, made.id);
  return made;
}

export function itemsOf(heap: Heap, set: ObjectSet): Item[] {
  const found: Item[] = [];
  for (const id of set) {
    const item = heap.items[id];
    if (item) {
      found.push(item);
    }
  }
  return found;
}

/** What is put into an object can be loaded out of it again; libraries keep nothing. */
export function hold(heap: Heap, holders: ObjectSet, held: ObjectSet): void {
  if (held.length === 0) {
    return;
  }
  for (const id of holders) {
    const holder = heap.items[id];
    if (!holder || holder.kind === 'library') {
      continue;
    }
    for (const other of held) {
      const item = heap.items[other];
      if (item && !holder.holds.has(other)) {
        holder.holds = withId(holder.holds, other);
        item.heldBy = withId(item.heldBy, id);
      }
    }
  }
}

function withId(
  set: ReadonlySet<ObjectId>,
  id: ObjectId
): ReadonlySet<ObjectId> {
  return set === EMPTY ? new Set([id]) : (set as Set<ObjectId>).add(id);
}

/** Gives a local name of a frame one more value. */
export function fillSlot(frame: Item, name: string, objects: ObjectSet): void {
  const all = union(frame.slots.get(name) ?? NOTHING, objects);
  frame.slots = new Map(frame.slots).set(name, all);
}

/** Everything that can be loaded out of these objects. */
export function partsOf(heap: Heap, set: ObjectSet): ObjectSet {
  const found = new Set<ObjectId>();
  for (const item of itemsOf(heap, set)) {
    item.holds.forEach(id => found.add(id));
    if (item.isOpaque) {
      found.add(partOf(heap, item));
    }
  }
  return toSet(found);
}

function partOf(heap: Heap, item: Item): ObjectId {
  if (item.part < 0) {
    const { path } = item;
    const part = makeObject(heap, { isOpaque: true, path });
    // Whatever is loaded out of a part is that part again.
    part.part = part.id;
    item.part = part.id;
    hold(heap, [item.id], [part.id]);
  }
  return item.part;
}

export function toSet(ids: Iterable<ObjectId>): ObjectSet {
  const all = [...ids];
  // Most sets are tiny, and many come in order.
  for (let i = 1; i < all.length; i++) {
    if ((all[i - 1] ?? 0) >= (all[i] ?? 0)) {
      return [...new Set(all)].sort((a, b) => a - b);
    }
  }
  return all;
}

/** Both together; one of the two itself where it has all of the other. */
export function union(a: ObjectSet, b: ObjectSet): ObjectSet {
  if (b.length === 0 || a === b) {
    return a;
  }
  if (a.length === 0) {
    return b;
  }
  const all: ObjectId[] = [];
  let i = 0;
  let k = 0;
  while (i < a.length || k < b.length) {
    const x = a[i] ?? Infinity;
    const y = b[k] ?? Infinity;
    all.push(Math.min(x, y));
    i += x <= y ? 1 : 0;
    k += y <= x ? 1 : 0;
  }
  if (all.length === a.length) {
    return a;
  }
  return all.length === b.length ? b : all;
}

/** One of several values: texts must agree to be known. */
export function either(a: Abstract, b: Abstract): Abstract {
  if (a === b) {
    return a;
  }
  const text = a.text === b.text ? a.text : null;
  return { objects: union(a.objects, b.objects), text };
}

/** These objects and everything that holds them, directly or not. */
export function holdersOf(heap: Heap, set: ObjectSet): ReadonlySet<ObjectId> {
  return reach(heap, set, item => item.heldBy);
}

/** These objects and everything they hold, directly or not. */
export function reachOf(heap: Heap, set: ObjectSet): ReadonlySet<ObjectId> {
  return reach(heap, set, item => item.holds);
}

function reach(
  heap: Heap,
  set: ObjectSet,
  next: (item: Item) => ReadonlySet<ObjectId>
): ReadonlySet<ObjectId> {
  const found = new Set(set);
  for (const id of found) {
    const item = heap.items[id];
    if (item) {
      next(item).forEach(other => found.add(other));
    }
  }
  return found;
}
