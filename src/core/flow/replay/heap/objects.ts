import {
  type Heap,
  type Item,
  type Made,
  ORDINARY,
  type Seldom,
  type SiteKey
} from './heap';
import { originOf } from '../../library/origins';
import { setFirst } from './journal';
import { logOf, reach, reachObject } from './logs';
import { noMembers } from './members';
import { NOTHING, type ObjectId, type ObjectSet } from './sets';

// Most objects have no local names.
const NO_SLOTS: ReadonlyMap<string, ObjectSet> = new Map();

/**
 * What is said of a new object, in as many ways as there are places that make one. To ask each way
 * for something takes its time, so that what few objects have is asked for as one.
 */
export type Draft = Partial<Omit<Made, keyof Seldom>> & {
  readonly seldom?: Seldom;
} & { readonly [K in keyof Seldom]?: never };

/** The object of an allocation site in this cell; made on first sight. */
export function objectAt(heap: Heap, key: SiteKey, draft: Draft = {}): Item {
  const known = heap.own.get(key);
  if (known) {
    return known;
  }
  const made = makeObject(heap, draft);
  heap.own.set(key, made);
  return made;
}

/** The object that belongs to others, whichever cell asks for it; made on first sight. */
export function sharedAt(heap: Heap, key: string, draft: Draft = {}): Item {
  return sharedIn(heap, heap.shared, key, draft);
}

/** A module, or something out of one, by its qualified name. */
export function libraryItem(
  heap: Heap,
  path: string,
  hazard: string | null = null
): Item {
  const known = idAt(heap, heap.byPath, path);
  const item = known === undefined ? undefined : itemAt(heap, known);
  return (
    item ?? sharedIn(heap, heap.byPath, path, { kind: 'library', path, hazard })
  );
}

/** What a run looks up that asks for an object of several cells and does not find it. */
export const madeKey = (key: string): string => `made ${key}`;

function sharedIn(
  heap: Heap,
  on: Map<string, ObjectId>,
  key: string,
  draft: Draft
): Item {
  const known = idAt(heap, on, key);
  const item = known === undefined ? undefined : itemAt(heap, known);
  if (item) {
    return item;
  }
  heap.run.keys.add(madeKey(key));
  const made = makeObject(heap, draft);
  setFirst(heap, on, key, made.id, logOf(heap.keyLogs, key));
  return made;
}

/** What cells above have put under a key. */
function idAt(
  heap: Heap,
  on: ReadonlyMap<string, ObjectId>,
  key: string
): ObjectId | undefined {
  if (heap.isAbove) {
    reach(heap, heap.keyLogs.get(key));
  }
  return on.get(key);
}

export function makeObject(heap: Heap, draft: Draft = {}): Item {
  const { path = '', seldom = ORDINARY } = draft;
  const item: Item = {
    id: heap.run.next++,
    kind: draft.kind ?? 'plain',
    isOpaque: draft.isOpaque ?? false,
    part: -1,
    holds: noMembers(),
    held: null,
    heldBy: noMembers(),
    names: noMembers(),
    path,
    origin: originOf(path),
    isFresh: draft.isFresh ?? false,
    text: draft.text ?? null,
    texts: seldom.texts,
    hazard: draft.hazard ?? null,
    definition: seldom.definition,
    frames: seldom.frames,
    slots: NO_SLOTS,
    related: draft.related ?? NOTHING,
    metaclass: seldom.metaclass,
    cell: seldom.cell,
    late: seldom.late,
    isFilled: seldom.isFilled,
    columns: seldom.columns,
    home: null,
    lookedAt: heap.stamp,
    askedAt: heap.stamp,
    changedAt: -1,
    walkedAt: 0
  };
  put(heap, item);
  heap.run.made.push(item);
  if (item.kind === 'instance' || item.path === BARE) {
    sharedAt(heap, INSTANCES);
  }
  return item;
}

/** Lists that are written to far behind their end are slow from then on, for whoever reads them. */
function put({ items }: Heap, item: Item): void {
  while (items.length < item.id) {
    items.push(undefined);
  }
  items[item.id] = item;
}

const INSTANCES = 'instances';

/** What `object()` gives has nothing but its identity. */
export const BARE = 'builtins.object';

/** True if the notebook has made an instance of a class so far; most never do. */
export function hasInstances(heap: Heap): boolean {
  if (heap.askedInstances !== heap.stamp) {
    heap.askedInstances = heap.stamp;
    heap.run.keys.add(madeKey(INSTANCES));
  }
  return idAt(heap, heap.shared, INSTANCES) !== undefined;
}

const NO_ITEMS: readonly Item[] = [];

/** An object, noted as looked at. */
export function itemAt(heap: Heap, id: ObjectId): Item | undefined {
  const item = heap.items[id];
  if (item) {
    note(heap, item);
  }
  return item;
}

/** What is done with an object depends on what it is. */
export function note(heap: Heap, item: Item): void {
  if (item.lookedAt !== heap.stamp) {
    item.lookedAt = heap.stamp;
    heap.run.objects.push(item.id);
    reachObject(heap, item.id);
  }
}

export function itemsOf(heap: Heap, set: ObjectSet): readonly Item[] {
  if (set.length === 0) {
    return NO_ITEMS;
  }
  if (set.length === 1) {
    const only = itemAt(heap, set[0] ?? -1);
    return only ? [only] : NO_ITEMS;
  }
  const found: Item[] = [];
  for (let i = 0; i < set.length; i++) {
    const item = itemAt(heap, set[i] ?? -1);
    if (item) {
      found.push(item);
    }
  }
  return found;
}
