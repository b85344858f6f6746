import { parseCell } from '../../python/parser/parse';
import type { Expr } from '../../python/tree/tree';
import { literalOf } from './literals';

/**
 * The text of a Python literal as JSON writes it, in which floats stay floats: `[1.0, True]` is
 * `[1.0, true]`. `null` for what is no literal.
 */
export function jsonOfLiteral(source: string): string | null {
  const [statement] = parseCell(source.trim()).body;
  return statement?.kind === 'Expr' && literalOf(statement.value)
    ? textOf(statement.value)
    : null;
}

function textOf(expr: Expr): string {
  switch (expr.kind) {
    case 'List':
      return `[${expr.elts.map(textOf).join(',')}]`;
    case 'Dict': {
      const entries = expr.keys.map((key, i) => {
        const value = expr.values[i];
        return `${key ? textOf(key) : ''}:${value ? textOf(value) : ''}`;
      });
      return `{${entries.join(',')}}`;
    }
    case 'UnaryOp':
      return `${expr.op === '-' ? '-' : ''}${textOf(expr.operand)}`;
    default: {
      const literal = literalOf(expr);
      const text = JSON.stringify(literal?.value ?? null);
      return literal?.type === 'float' ? floatText(text) : text;
    }
  }
}

/** A number as Python writes a float: `1` becomes `1.0`. */
export function floatText(text: string): string {
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
