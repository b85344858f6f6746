import type { Heap } from './heap';
import type { ObjectId } from './sets';
import {
  performBind,
  performFinal,
  revertBind,
  revertFinal,
  type Bind
} from './binds';
import { perform, revert, type Write } from './writes';

/** What the log of its place keeps with something that is written. */
export interface Logged {
  /** The time of the cell that writes it. */
  time: ObjectId;
  /** What was written to the place before, or is to be written next when it was taken back. */
  under: Entry | null;
}

/**
 * Something that a cell wrote to a place: binds are written to a name, and to a step. Logs are
 * stacks of these, linked by themselves: there are many logs, and they are short.
 */
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
  last: Entry | null;
  /** What was taken back and belongs to cells further down, the next one first. */
  later: Entry | null;
  /** The time of the cell that wrote to it last. */
  writer: ObjectId;
}

export function createLog(isOfStep: boolean): Log {
  return { isOfStep, last: null, later: null, writer: -1 };
}

/** The cell that runs now has written something to a place. */
export function append(heap: Heap, log: Log, one: Entry): void {
  one.under = log.last;
  noteLast(heap, log, one);
}

/** The step of the cell that runs now has another last version of a name. */
export function appendFinal(heap: Heap, log: Log, one: Bind): void {
  one.underInStep = log.last;
  noteLast(heap, log, one);
}

function noteLast({ run }: Heap, log: Log, one: Entry): void {
  one.time = run.first;
  log.last = one;
  if (log.writer !== run.first) {
    log.writer = run.first;
    run.logs.push(log);
  }
}

/** What stands under an entry of a log. */
function underIn({ isOfStep }: Log, one: Entry): Entry | null {
  return isOfStep && isBind(one) ? one.underInStep : one.under;
}

function putOn({ isOfStep }: Log, one: Entry, under: Entry | null): void {
  if (isOfStep && isBind(one)) {
    one.underInStep = under;
  } else {
    one.under = under;
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
    let one: Entry | null = log.last;
    one && one.time > time;
    one = log.last
  ) {
    log.last = underIn(log, one);
    undo(heap, log, one);
    putOn(log, one, log.later);
    log.later = one;
  }
}

/** Do again what cells above a time wrote. */
function bringUpTo(heap: Heap, log: Log, time: ObjectId): void {
  for (let one = log.later; one && one.time < time; one = log.later) {
    log.later = underIn(log, one);
    redo(heap, log, one);
    putOn(log, one, log.last);
    log.last = one;
  }
}

/** Take back what a cell wrote, for good. */
export function drop(heap: Heap, log: Log, time: ObjectId): void {
  takeBackTo(heap, log, time - 1);
  bringUpTo(heap, log, time);
  while (log.later?.time === time) {
    log.later = underIn(log, log.later);
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
