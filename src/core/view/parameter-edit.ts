import { parseCell } from '../python/parser/parse';
import type { Expr, Place, Stmt } from '../python/tree/tree';

/**
 * Where the value of a parameter stands in its cell: the right side of the last assignment
 * to the name at the top level, or the part of it that goes to the name. Offsets are UTF-16
 * units; `null` when no such assignment is there.
 */
export function parameterPlace(source: string, name: string): Place | null {
  const values = parseCell(source).body.map(statement =>
    valueFor(statement, name)
  );
  const last = values.filter(value => value !== null).at(-1);
  return last ? { start: last.start, end: last.end } : null;
}

function valueFor(statement: Stmt, name: string): Expr | null {
  if (statement.kind === 'AnnAssign') {
    return isName(statement.target, name) ? statement.value : null;
  }
  if (statement.kind !== 'Assign') {
    return null;
  }
  for (const target of statement.targets) {
    const value = match(target, statement.value, name);
    if (value) {
      return value;
    }
  }
  return null;
}

function match(target: Expr, value: Expr, name: string): Expr | null {
  if (isName(target, name)) {
    return value;
  }
  if (!isSequence(target) || !isSequence(value)) {
    return null;
  }
  // With a starred target, places no longer answer each other.
  const place = target.elts.findIndex(item => isName(item, name));
  return target.elts.length === value.elts.length
    ? (value.elts[place] ?? null)
    : null;
}

function isName(expr: Expr, name: string): boolean {
  return expr.kind === 'Name' && expr.id === name;
}

function isSequence(
  expr: Expr
): expr is Extract<Expr, { readonly kind: 'List' | 'Tuple' | 'Set' }> {
  return expr.kind === 'Tuple' || expr.kind === 'List';
}
