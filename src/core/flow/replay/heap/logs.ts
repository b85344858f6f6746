import type { Heap } from './objects';
import type { ObjectId } from './sets';
import {
  perform,
  performBind,
  performFinal,
  revert,
  revertBind,
  revertFinal,
  type Bind,
  type Write
} from './writes';

/** Something that a cell wrote to a place: binds are written to a name, and to a step. */
export type Entry = Write | Bind;

/**
 * What cells have written to one place that is written to often: a name, an object, the records
 * of a step. Each place can be taken back to a cell by itself, and brought up again, so that a
 * cell in the middle can be replayed while all that it does not look at stays as it is.
 *
 * Cells have their times: `CellRun.first`, which ascends with the cells.
 */
export interface Log {
  readonly isOfStep: boolean;
  /** What is done, the last one first. */
  last: Noted | null;
  /** What was taken back and belongs to cells further down, the next one first. */
  later: Noted | null;
  /** The time of the cell that wrote to it last. */
  writer: ObjectId;
}

/** One of a stack: logs are many and short, and need less room so than with lists. */
interface Noted {
  readonly one: Entry;
  readonly time: ObjectId;
  under: Noted | null;
}

export function createLog(isOfStep: boolean): Log {
  return { isOfStep, last: null, later: null, writer: -1 };
}

/** The cell that runs now has written something to a place. */
export function append({ run }: Heap, log: Log, one: Entry): void {
  log.last = { one, time: run.first, under: log.last };
  if (log.writer !== run.first) {
    log.writer = run.first;
    run.logs.push(log);
  }
}

/** The log of one of many places, made for the first write to it. */
export function logOf<K>(logs: Map<K, Log>, place: K): Log {
  const known = logs.get(place);
  if (known) {
    return known;
  }
  const made = createLog(false);
  logs.set(place, made);
  return made;
}

/**
 * Bring a place to where the cells above the one that runs now have left it, and what that one
 * has written itself. Whoever looks at a place, or writes to it, does this first.
 */
export function reach(heap: Heap, log: Log | null | undefined): void {
  if (log && heap.isAbove) {
    takeBackTo(heap, log, heap.run.first);
    bringUpTo(heap, log, heap.run.first);
  }
}

/** As `reach`, for an object. */
export function reachObject(heap: Heap, id: ObjectId): void {
  if (heap.isAbove) {
    reach(heap, heap.logs.get(id));
  }
}

/** Bring all places to where the last cell has left them. */
export function reachEnd(heap: Heap): void {
  for (const log of heap.waiting) {
    bringUpTo(heap, log, Infinity);
  }
  heap.waiting.clear();
  heap.isAbove = false;
}

/** Take back what cells below a time wrote; they may come to do it again. */
export function takeBackTo(heap: Heap, log: Log, time: ObjectId): void {
  if (!log.last || log.last.time <= time) {
    return;
  }
  heap.waiting.add(log);
  for (
    let noted: Noted | null = log.last;
    noted && noted.time > time;
    noted = log.last
  ) {
    log.last = noted.under;
    undo(heap, log, noted.one);
    noted.under = log.later;
    log.later = noted;
  }
}

/** Do again what cells above a time wrote. */
function bringUpTo(heap: Heap, log: Log, time: ObjectId): void {
  for (let noted = log.later; noted && noted.time < time; noted = log.later) {
    log.later = noted.under;
    redo(heap, log, noted.one);
    noted.under = log.last;
    log.last = noted;
  }
}

/** Take back what a cell wrote, for good. */
export function drop(heap: Heap, log: Log, time: ObjectId): void {
  takeBackTo(heap, log, time - 1);
  bringUpTo(heap, log, time);
  while (log.later?.time === time) {
    log.later = log.later.under;
  }
  log.writer = -1;
}

function isBind(one: Entry): one is Bind {
  return 'slot' in one;
}

function undo(heap: Heap, { isOfStep }: Log, one: Entry): void {
  if (!isBind(one)) {
    revert(heap, one);
  } else if (isOfStep) {
    revertFinal(one);
  } else {
    revertBind(one);
  }
}

function redo(heap: Heap, { isOfStep }: Log, one: Entry): void {
  if (!isBind(one)) {
    perform(heap, one);
  } else if (isOfStep) {
    performFinal(one);
  } else {
    performBind(one);
  }
}
