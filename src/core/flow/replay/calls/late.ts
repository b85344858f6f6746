import type { Name, Op, Value } from '../../../python/facts/types';
import { hold } from '../heap/holding';
import type { Item } from '../heap/heap';
import { toSet, type ObjectSet } from '../heap/sets';
import { currentVersion, lessSure } from '../names/binds';
import { runOps } from '../run';
import type { World } from '../world';
import { valueOf, type Activation } from './activation';

/** Code that runs when a generator is asked for its items, and not where it stands. */
export interface Late {
  readonly act: Activation;
  readonly ops: readonly Op[];
  readonly holds: readonly Value[];
  /** Names it reads, each once. */
  readonly reads: readonly Name[];
  /** The order where the generator was made: what is bound later was not seen there. */
  readonly order: number;
  /** It came to a name that was not there. */
  readonly isOpen: boolean;
}

/** What is replayed from here on runs later, if at all. */
export function beginLater(w: World): void {
  w.later.push({ isOpen: false });
}

/** It ends: whether it has come to a name that nothing binds so far. */
export function endLater(w: World): boolean {
  return w.later.pop()?.isOpen ?? false;
}

/** What a generator does when it is asked for its items. */
export function lateOf(
  w: World,
  act: Activation,
  ops: readonly Op[],
  holds: readonly Value[],
  isOpen: boolean
): Late {
  const names = ops.flatMap(op => (op.op === 'read' ? op.name : []));
  const reads = [...new Set(names)];
  return { act, ops, holds, reads, order: w.order, isOpen };
}

/**
 * A generator is asked for its items. Where a name that it reads has another value than when it
 * was made, it does something else than what was seen there.
 */
export function runLate(w: World, { id, late }: Item): void {
  if (
    !late ||
    w.depth > MAX_DEPTH ||
    isSame(w, late) ||
    (w.budget -= late.ops.length) < 0
  ) {
    return;
  }
  const { certainty, context } = w;
  w.depth++;
  w.certainty = lessSure(certainty, 'loop');
  w.context = `${context}/late ${id}`;
  // Keys of objects and places mean something only in the cell that they belong to.
  const elsewhere = late.act.cell === w.cell ? null : ELSEWHERE;
  const definition = late.act.definition ?? elsewhere;
  const act = { ...late.act, definition, orders: [] };
  runOps(w, act, late.ops);
  hold(w.heap, [id], objectsOf(act, late));
  w.context = context;
  w.certainty = certainty;
  w.depth--;
}

/** Generators that ask each other do so only so often. */
const MAX_DEPTH = 60;

/** Places of a cell shift when it is edited, but those of other cells stay on their side of it. */
function isSame(w: World, { reads, order, isOpen }: Late): boolean {
  return (
    !isOpen &&
    reads.every(name => (currentVersion(w, name)?.order ?? 0) <= order)
  );
}

function objectsOf(act: Activation, { holds }: Late): ObjectSet {
  return toSet(holds.flatMap(value => valueOf(act, value).objects));
}

/** Stands for the code around, so that what it does counts for the call that asks. */
const ELSEWHERE: Activation['definition'] = {
  kind: 'lambda',
  name: '',
  parameters: [],
  ops: [],
  values: 0,
  returns: [],
  isGenerator: true,
  swallows: false,
  isAsync: false,
  hasFrame: false,
  decorators: [],
  methods: new Map(),
  at: { start: 0, end: 0 }
};
