import type { Definition, Name } from '../../../python/facts/types';
import type { Origin } from '../../library/origins';
import type { Late } from '../calls/late';
import { createRun, type CellRun } from './journal';
import type { Log } from './logs';
import type { Members } from './members';
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
