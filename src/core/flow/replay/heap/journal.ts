import type { Name } from '../../../python/facts/types';
import type { StateKey } from '../../library/state';
import type { Heap, Item } from './heap';
import type { ObjectId } from './sets';
import {
  append,
  appendFinal,
  drop,
  logOf,
  reach,
  takeBackTo,
  type Log
} from './logs';
import { performBind, performFinal, type Bind } from './binds';
import { perform, revert, type Write } from './writes';

/** What the replay of one cell wrote, and what it looked at that another cell may have written. */
export interface CellRun {
  /** Writes to what was there before; what is written to own objects stays with them. */
  readonly writes: Write[];
  /** Those of them that are in no log. */
  readonly unlogged: Write[];
  /** Versions that it gave to names. */
  readonly binds: Bind[];
  /** The logs of the places that it wrote to. */
  readonly logs: Log[];
  /** Objects it made. */
  readonly made: Item[];
  /** Names that its step reads in it, each once. */
  readonly mentioned: Name[];
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
    unlogged: [],
    binds: [],
    logs: [],
    made: [],
    mentioned: [],
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

/** Do a write and remember it, in the log of its place where that has one. */
export function write(heap: Heap, one: Write, log: Log | null = null): void {
  const { run } = heap;
  run.writes.push(one);
  if (log) {
    reach(heap, log);
    append(heap, log, one);
  } else {
    run.unlogged.push(one);
  }
  perform(heap, one);
}

/** Do a write to an object of a cell above and remember it. */
export function writeTo(
  heap: Heap,
  one: Extract<Write, { readonly id: ObjectId }>
): void {
  write(heap, one, logOf(heap.logs, one.id));
}

/** Give a name a version and remember it; `step` is the log of the step that does. */
export function bindTo(heap: Heap, one: Bind, step: Log | null): void {
  heap.run.binds.push(one);
  const { slot } = one;
  reach(heap, slot);
  append(heap, slot, one);
  performBind(one);
  if (step) {
    reach(heap, step);
    appendFinal(heap, step, one);
    performFinal(one);
  }
}

export function setKey<K, V>(
  heap: Heap,
  on: Map<K, V>,
  key: K,
  value: V
): void {
  const before = undefined;
  write(heap, { kind: 'set', on, key, value, before, time: 0, under: null });
}

/** Set a key that has no value yet. */
export function setFirst<K, V>(
  heap: Heap,
  on: Map<K, V>,
  key: K,
  value: V,
  log: Log | null = null
): void {
  write(
    heap,
    { kind: 'first', on, key, value, isDone: false, time: 0, under: null },
    log
  );
}

export function addTo<V>(
  heap: Heap,
  on: Set<V>,
  value: V,
  log: Log | null = null
): void {
  write(
    heap,
    { kind: 'add', on, value, isDone: false, time: 0, under: null },
    log
  );
}

export function pushTo<V>(heap: Heap, on: V[], value: V): void {
  write(heap, { kind: 'push', on, value, time: 0, under: null });
}

/**
 * Take back what a cell wrote to places without logs; what was written after it is taken back
 * already. Places with logs are taken back one by one when somebody looks at them.
 */
export function takeBack(heap: Heap, { unlogged }: CellRun): void {
  for (let i = unlogged.length - 1; i >= 0; i--) {
    const one = unlogged[i];
    if (one) {
      revert(heap, one);
    }
  }
}

/** A run will not be done again: its objects go, and what it wrote to places with logs. */
export function forget(heap: Heap, { first, made, logs }: CellRun): void {
  for (const log of logs) {
    drop(heap, log, first);
  }
  for (const item of made) {
    const log = heap.logs.get(item.id);
    if (log) {
      // The object that takes its number may be written to as this one was.
      takeBackTo(heap, log, first);
    }
    if (heap.items[item.id] === item) {
      heap.items[item.id] = undefined;
    }
  }
}

/** Do once more what was taken back of a cell that is not replayed. */
export function doAgain(heap: Heap, { unlogged }: CellRun): void {
  for (const one of unlogged) {
    perform(heap, one);
  }
}
