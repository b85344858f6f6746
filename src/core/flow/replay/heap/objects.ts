import type { Definition, Name } from '../../../python/facts/types';
import { originOf, type Origin } from '../../library/origins';
import type { Late } from '../calls/late';
import { createRun, setFirst, type CellRun } from './journal';
import { logOf, reach, reachObject, type Log } from './logs';
import { noMembers, type Members } from './members';
import { NOTHING, type ObjectId, type ObjectSet } from './sets';
import type { Texts } from '../values/texts';
import type { Version } from './versions';

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

/** What an object is from the beginning. */
export interface Made extends Seldom {
  readonly kind: ObjectKind;
  /** What is in it is not known one by one: everything loaded out of it is its `part`. */
  readonly isOpaque: boolean;
  /** Qualified name of a library thing, or of the call that made a value. */
  readonly path: string;
  /** Just made by a library call: its elements are taken to be independent. */
  readonly isFresh: boolean;
  readonly text: string | null;
  /** Why it cannot be handed on. */
  readonly hazard: string | null;
  /** Classes of an instance, bases of a class, receiver of a bound method, what a view shows. */
  readonly related: ObjectSet;
}

/** What few objects are: the code, what is written out, and what gives out one item after another. */
export interface Seldom {
  /** What a dict or a class was written with. */
  readonly texts: Texts | null;
  readonly definition: Definition | null;
  /** Frames of the functions around a definition, innermost first. */
  readonly frames: readonly ObjectId[];
  /** Classes of a class, where they are not `type`. */
  readonly metaclass: ObjectSet;
  /** Cell of a definition. */
  readonly cell: number;
  /** What a generator does when it is asked for its items. */
  readonly late: Late | null;
  /** It was made with something in it. */
  readonly isFilled: boolean;
  /** Of a row, or an iterator over rows: what the parts of a row are taken out of, in order. */
  readonly columns: readonly ObjectSet[] | null;
}

/** What most objects share; others say what they have instead of it. */
export const ORDINARY: Seldom = {
  texts: null,
  definition: null,
  frames: NOTHING,
  metaclass: NOTHING,
  cell: -1,
  late: null,
  isFilled: false,
  columns: null
};

/**
 * An allocation site as the replay knows it. Cells below the one that made it write to it by way
 * of the journal only.
 */
export interface Item extends Made {
  readonly id: ObjectId;
  /** What its path tells. */
  readonly origin: Origin;
  /** The summary of everything loaded out of it; -1 until somebody loads. */
  part: ObjectId;
  holds: Members<ObjectId>;
  /** The same as `holds`, in order; `null` until somebody asks. */
  held: ObjectSet | null;
  heldBy: Members<ObjectId>;
  /** Names that may point to it; entries can be out of date. */
  names: Members<Name>;
  /** Local names of a frame. */
  slots: ReadonlyMap<string, ObjectSet>;
  /** The version by which the notebook knows a function or class. */
  home: Version | null;
  /** The runs of cells that looked at it, and at its holders, last. */
  lookedAt: number;
  askedAt: number;
  /** When it was noted last that a step changes it. */
  changedAt: number;
  /** The walk that came to it last. */
  walkedAt: number;
}

/** Tells the objects of one cell apart: the site of the cell, and where a call leads from it. */
export type SiteKey = string | number;

/** All objects of a replay. Owned by it. */
export interface Heap {
  /** By id, in order of the cells that made them; there are gaps. */
  readonly items: (Item | undefined)[];
  /** Objects of the cell that runs now, by allocation site and circumstances. */
  own: Map<SiteKey, Item>;
  /** Objects that several cells find by what they belong to. */
  readonly shared: Map<string, ObjectId>;
  /** Library things by qualified name. */
  readonly byPath: Map<string, ObjectId>;
  /** Objects that were made with something in them, which may be gone. */
  readonly emptied: Set<ObjectId>;
  /** What cells wrote to objects of other cells. */
  readonly logs: Map<ObjectId, Log>;
  /** What they wrote to the two maps above, by key or path. */
  readonly keyLogs: Map<string, Log>;
  /** Places of which something is taken back. */
  readonly waiting: Set<Log>;
  /** A cell is replayed while cells below it are done. */
  isAbove: boolean;
  /** The run of the cell that is replayed now, and its number. */
  run: CellRun;
  stamp: number;
  /** Changes of an object are noted once as long as this stays the same. */
  changes: number;
  /** Walks over what objects hold, so far. */
  walks: number;
  /** The run of a cell that asked last whether there are instances. */
  askedInstances: number;
}

export function createHeap(): Heap {
  return {
    items: [],
    own: new Map(),
    shared: new Map(),
    byPath: new Map(),
    emptied: new Set(),
    logs: new Map(),
    keyLogs: new Map(),
    waiting: new Set(),
    isAbove: false,
    run: createRun(0),
    stamp: 0,
    changes: 0,
    walks: 0,
    askedInstances: -1
  };
}

/** From here on things are looked at and written by this run of a cell. */
export function beginRun(heap: Heap, run: CellRun): void {
  heap.run = run;
  heap.stamp++;
  heap.changes++;
  heap.own = new Map();
}

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
