import type { Name } from '../../../python/facts/types';
import type { StateKey } from '../../library/state';
import type { Heap, Item } from './objects';
import type { ObjectId } from './sets';
import {
  perform,
  performBind,
  revert,
  revertBind,
  type Bind,
  type Write
} from './writes';

/** What the replay of one cell wrote, and what it looked at that another cell may have written. */
export interface CellRun {
  /** Writes to what was there before; what is written to own objects stays with them. */
  readonly writes: Write[];
  /** Versions that it gave to names. */
  readonly binds: Bind[];
  /** Objects it made. */
  readonly made: Item[];
  /** Names that its step reads in it. */
  readonly mentioned: Set<Name>;
  /** Names looked up, each once. */
  readonly names: Name[];
  /** Other things looked up, by keys that `effects.ts` gives to what is written. */
  readonly keys: Set<string>;
  /** The state key that was looked up last, which is among them. */
  lastState: StateKey;
  /** Objects looked at, and objects whose holders and names were asked for. */
  readonly objects: ObjectId[];
  readonly held: ObjectId[];
  /** It looked at so much that it is replayed whenever anything above it is. */
  needsAll: boolean;
  /** The objects it makes have numbers from here on. */
  readonly first: ObjectId;
  next: ObjectId;
}

export function createRun(first: ObjectId): CellRun {
  return {
    writes: [],
    binds: [],
    made: [],
    mentioned: new Set(),
    names: [],
    keys: new Set(),
    lastState: '',
    objects: [],
    held: [],
    needsAll: false,
    first,
    next: first
  };
}

/** Do a write and remember it. */
export function write(heap: Heap, one: Write): void {
  heap.run.writes.push(one);
  perform(heap, one);
}

/** Give a name a version and remember it. */
export function bindTo(heap: Heap, one: Bind): void {
  heap.run.binds.push(one);
  performBind(one);
}

export function setKey<K, V>(
  heap: Heap,
  on: Map<K, V>,
  key: K,
  value: V
): void {
  write(heap, { kind: 'set', on, key, value, before: undefined });
}

/** Set a key that has no value yet. */
export function setFirst<K, V>(
  heap: Heap,
  on: Map<K, V>,
  key: K,
  value: V
): void {
  write(heap, { kind: 'first', on, key, value, isDone: false });
}

export function addTo<V>(heap: Heap, on: Set<V>, value: V): void {
  write(heap, { kind: 'add', on, value, isDone: false });
}

export function pushTo<V>(heap: Heap, on: V[], value: V): void {
  write(heap, { kind: 'push', on, value });
}

/**
 * Take back everything that a cell wrote to things of others; nothing was written after it. Its
 * own objects stay where they are: nothing leads to them any more.
 */
export function takeBack(heap: Heap, { writes, binds }: CellRun): void {
  for (let i = binds.length - 1; i >= 0; i--) {
    const one = binds[i];
    if (one) {
      revertBind(one);
    }
  }
  for (let i = writes.length - 1; i >= 0; i--) {
    const one = writes[i];
    if (one) {
      revert(heap, one);
    }
  }
}

/** The objects of a run that will not be done again go. */
export function forget(heap: Heap, { made }: CellRun): void {
  for (const item of made) {
    if (heap.items[item.id] === item) {
      heap.items[item.id] = undefined;
    }
  }
}

/** Do everything once more that a cell wrote and that was taken back. */
export function doAgain(heap: Heap, { writes, binds }: CellRun): void {
  for (const one of binds) {
    performBind(one);
  }
  for (const one of writes) {
    perform(heap, one);
  }
}
