import { parseCell } from '../parser/parse';
import type { Expr, Stmt } from '../tree/tree';
import { createBuilder, emit, trimmed, type Builder } from './builder';
import { evaluate } from './expressions';
import { bindName } from './names';
import { statementOf } from './replicas';
import { walkStatement } from './statements';
import type { BeginOp, CellFacts } from './types';

/**
 * Parse and summarise one cell. Never throws; syntax errors are in `problems`. `isLazy`: a cell
 * above has it that annotations are not evaluated, see {@link importsLazyAnnotations}.
 */
export function factsOf(source: string, isLazy = false): CellFacts {
  const { body, problems } = parseCell(source);
  const b = createBuilder(source, isLazy);
  const statements = flatten(body);
  statements.forEach((statement, i) => {
    b.isDead = false;
    b.statements.push(statementOf(source, statement));
    emit(b, BEGINS[i] ?? { op: 'begin', statement: i });
    const shown =
      i === statements.length - 1 ? shownExpression(source, statement) : null;
    if (shown) {
      showLast(b, shown);
    } else {
      walkStatement(b, statement);
    }
  });
  const { ops, values } = b.scope.unit;
  return {
    ops: trimmed(ops),
    values,
    statements: trimmed(b.statements),
    problems
  };
}

/** Of the first statements, which all cells have: these are the same in each. */
const BEGINS: readonly BeginOp[] = Array.from(
  { length: 32 },
  (_, statement) => ({ op: 'begin', statement })
);

/** Statements under `%%time` and the like are statements of the cell. */
function flatten(body: readonly Stmt[]): readonly Stmt[] {
  const [only] = body;
  return body.length === 1 &&
    only?.kind === 'Magic' &&
    only.form === 'cell' &&
    only.name !== 'timeit' &&
    only.name !== 'capture'
    ? only.body.length > 0
      ? only.body
      : body
    : body;
}

/** The expression at the end of a cell, which IPython displays and keeps as `_`. */
function shownExpression(source: string, statement: Stmt): Expr | null {
  const isSilent = /;\s*(?:#.*)?$/.test(source.slice(statement.end));
  return statement.kind === 'Expr' &&
    statement.value.kind !== 'Constant' &&
    !isSilent
    ? statement.value
    : null;
}

const SHOWS_NOTHING = new Set(['print', 'display']);

function showLast(b: Builder, expr: Expr): void {
  const value = evaluate(b, expr);
  const isSilent =
    expr.kind === 'Call' &&
    expr.func.kind === 'Name' &&
    SHOWS_NOTHING.has(expr.func.id);
  if (!isSilent) {
    bindName(b, '_', value, 'display', expr);
  }
}

/** Facts already worked out, by source. Owned by whoever analyses; bounded. */
export interface FactsMemo {
  readonly get: (source: string, isLazy?: boolean) => CellFacts;
}

/** Sources that a memo keeps; the one used longest ago goes first. */
const MEMO_SIZE = 5_000;

/** A memo that lives as long as its owner keeps it. */
export function createFactsMemo(size = MEMO_SIZE): FactsMemo {
  const known = new Map<string, CellFacts>();
  return {
    get: (source, isLazy = false) => {
      // No source has this character in it.
      const key = isLazy ? `\0${source}` : source;
      const before = known.get(key);
      const facts = before ?? factsOf(source, isLazy);
      if (before) {
        known.delete(key);
      }
      known.set(key, facts);
      if (known.size > size) {
        for (const oldest of known.keys()) {
          known.delete(oldest);
          break;
        }
      }
      return facts;
    }
  };
}
