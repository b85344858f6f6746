import type { Expr, Stmt } from '../tree/tree';
import type { Name } from './types';

/** Calls whose result has the names that are bound. */
const LISTINGS = new Set(['globals', 'locals', 'vars', 'dir']);

/** The name that must be bound where a test came out this way: `"x" not in globals()`, `False`. */
export function foundByTest(test: Expr, outcome: boolean): Name | null {
  if (test.kind === 'UnaryOp' && test.op === 'not') {
    return foundByTest(test.operand, !outcome);
  }
  if (test.kind !== 'Compare' || test.ops.length !== 1) {
    return null;
  }
  const wanted = outcome ? 'in' : 'not in';
  const { left, ops, comparators } = test;
  const isName = left.kind === 'Constant' && left.type === 'str';
  return isName && ops[0] === wanted && isListing(comparators[0])
    ? left.value
    : null;
}

function isListing(expr: Expr | undefined): boolean {
  return (
    expr?.kind === 'Call' &&
    expr.args.length === 0 &&
    expr.func.kind === 'Name' &&
    LISTINGS.has(expr.func.id)
  );
}

/** Names that statements ask for by themselves: where these have run, the names are bound. */
export function foundByRunning(body: readonly Stmt[]): ReadonlySet<Name> {
  const names = body.flatMap(statement => {
    const isPlain = statement.kind === 'Expr' || statement.kind === 'Assign';
    const value = isPlain ? statement.value : null;
    return value?.kind === 'Name' ? [value.id] : [];
  });
  return new Set(names);
}
