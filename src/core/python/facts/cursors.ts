import type { Expr, Stmt } from '../tree/tree';
import { childrenOf } from './children';
import { emit, newValue, type Builder } from './builder';
import { ATOM, type Name, type Value } from './types';

/** Methods and functions that put something where a loop goes on from. */
const FILLING = new Set(
  'append appendleft extend extendleft insert add update put push heappush'.split(
    ' '
  )
);

const TAKING = new Set('pop popleft popitem get get_nowait heappop'.split(' '));

/** Names by which a loop goes from one thing to the next: assigned in it, or filled and emptied. */
export function cursorsOf(body: readonly Stmt[]): ReadonlySet<Name> {
  const found = new Set<Name>();
  const pending = [...body];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'Assign') {
      const targets = next.targets.flatMap(one =>
        one.kind === 'Tuple' || one.kind === 'List' ? one.elts : [one]
      );
      targets.forEach(one => one.kind === 'Name' && found.add(one.id));
    } else if (next.kind === 'Expr') {
      const filled = receiverOf(next.value, FILLING);
      if (filled !== null) {
        found.add(filled);
      }
    }
    childrenOf(next).blocks.forEach(block => pending.push(...block));
  }
  return found;
}

/** `stack` of `stack.pop()`, `heap` of `heapq.heappop(heap)`. */
function receiverOf(expr: Expr, names: ReadonlySet<string>): Name | null {
  if (expr.kind !== 'Call') {
    return null;
  }
  const { func, args } = expr;
  const name =
    func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  if (!names.has(name)) {
    return null;
  }
  const from = name.startsWith('heap')
    ? args[0]
    : func.kind === 'Attribute'
      ? func.value
      : undefined;
  return from ? rootOf(from) : null;
}

function rootOf(expr: Expr): Name | null {
  let next = expr;
  while (next.kind === 'Attribute' || next.kind === 'Subscript') {
    next = next.value;
  }
  return next.kind === 'Name' ? next.id : null;
}

/** The name that a step of a walk starts from; `null` for other expressions. */
function walkedFrom(expr: Expr): Name | null {
  switch (expr.kind) {
    case 'Attribute':
    case 'Subscript':
      return rootOf(expr);
    case 'Call':
      return receiverOf(expr, TAKING);
    case 'IfExp':
      return walkedFrom(expr.body) ?? walkedFrom(expr.orelse);
    case 'BoolOp':
      return expr.values.map(walkedFrom).find(name => name !== null) ?? null;
    default:
      return null;
  }
}

/**
 * What is assigned in a loop by going on from a cursor: after many rounds that is anything which
 * can be reached, and rounds are not walked that often.
 */
export function goOn(b: Builder, expr: Expr, from: Value): Value {
  const name = b.loops.length > 0 && from !== ATOM ? walkedFrom(expr) : null;
  const isCursor =
    name !== null && b.loops.some(({ cursors }) => cursors.has(name));
  if (!isCursor) {
    return from;
  }
  const to = newValue(b);
  emit(b, { op: 'deepen', to, from });
  return to;
}
