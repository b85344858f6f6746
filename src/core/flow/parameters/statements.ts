import type { AnnAssign, Expr, Place, Stmt } from '../../python/tree/tree';
import { isPure } from './expressions';
import { literalOf, saysMoreThanJson, type Literal } from './literals';

/** What one statement of a parameters cell does. */
export type ParameterStatement =
  /** Sets parameters that can be given another value from outside. */
  | {
      readonly kind: 'literal';
      readonly names: readonly (Literal & {
        readonly name: string;
        readonly at: Place;
        /** Where the value stands, if its text says more than the value. */
        readonly exact: Place | null;
      })[];
    }
  /** Follows from other parameters, or only imports; every step repeats it. */
  | {
      readonly kind: 'derived';
      readonly name: string | null;
      readonly at: Place;
    }
  /** Neither; `name` is what it binds, if that is one name. */
  | {
      readonly kind: 'other';
      readonly name: string | null;
      readonly at: Place;
    };

/** Tell apart the statements of a parameters cell; `null` for one that does nothing. */
export function parameterStatement(stmt: Stmt): ParameterStatement | null {
  switch (stmt.kind) {
    case 'Assign':
      return assignment(stmt.targets, stmt.value, stmt);
    case 'AnnAssign':
      return stmt.value ? annotated(stmt, stmt.value) : null;
    case 'AugAssign':
      return computed([stmt.target], stmt.value, stmt);
    case 'Import':
    case 'ImportFrom':
      return { kind: 'derived', name: null, at: stmt };
    case 'Pass':
      return null;
    case 'Expr':
      return stmt.value.kind === 'Constant'
        ? null
        : { kind: 'other', name: null, at: stmt };
    case 'Magic':
      return stmt.form === 'help'
        ? null
        : { kind: 'other', name: null, at: stmt };
    case 'Bad':
      return null;
    default:
      return { kind: 'other', name: null, at: stmt };
  }
}

function assignment(
  targets: readonly Expr[],
  value: Expr,
  at: Place
): ParameterStatement {
  const [first] = targets;
  if (
    targets.length === 1 &&
    first?.kind === 'Tuple' &&
    value.kind === 'Tuple' &&
    first.elts.length === value.elts.length
  ) {
    const found = first.elts.map((target, i) =>
      literalFor(target, value.elts[i])
    );
    const names = found.filter(item => item !== null);
    if (names.length === found.length) {
      return { kind: 'literal', names };
    }
  }
  const found = targets.map(target => literalFor(target, value));
  const names = found.filter(item => item !== null);
  return names.length === targets.length
    ? { kind: 'literal', names }
    : computed(targets, value, at);
}

function literalFor(target: Expr, value: Expr | undefined) {
  const literal = value && literalOf(value);
  return target.kind === 'Name' && literal
    ? {
        ...literal,
        name: target.id,
        at: target,
        exact: saysMoreThanJson(value) ? value : null
      }
    : null;
}

/** An annotation decides where the literal alone would say less: `rate: float = 1`. */
function annotated(stmt: AnnAssign, value: Expr): ParameterStatement {
  const plain = assignment([stmt.target], value, stmt);
  const { annotation } = stmt;
  const says = annotation.kind === 'Name' ? annotation.id : null;
  if (plain.kind !== 'literal' || says !== 'float') {
    return plain;
  }
  const names = plain.names.map(item => {
    // Python itself leaves the value as it is: it becomes a float only with another one.
    return item.type === 'int'
      ? { ...item, type: 'float' as const, exact: value }
      : item;
  });
  return { kind: 'literal', names };
}

function computed(
  targets: readonly Expr[],
  value: Expr,
  at: Place
): ParameterStatement {
  const [first] = targets;
  const name = targets.length === 1 && first?.kind === 'Name' ? first.id : null;
  const isPlain = targets.every(
    target =>
      target.kind === 'Name' ||
      (target.kind === 'Tuple' &&
        target.elts.every(({ kind }) => kind === 'Name'))
  );
  const kind = isPlain && isPure(value) ? 'derived' : 'other';
  return { kind, name, at: first ?? at };
}
