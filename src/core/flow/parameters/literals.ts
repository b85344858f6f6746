import type { Json } from '../../immutable';
import { numberValue } from '../../python/literals';
import type { Constant, Dict, Expr, UnaryOp } from '../../python/tree/tree';
import type { ParameterType } from '../types';

/** A value that JSON can carry to another process and back without loss. */
export interface Literal {
  readonly type: ParameterType;
  readonly value: Json;
}

/**
 * The value of a literal: a number, text, `True`, `False`, a list, or a dict with text keys;
 * `None` only inside lists and dicts. `null` for everything else, which includes whole numbers
 * that JavaScript cannot hold exactly.
 */
export function literalOf(expr: Expr): Literal | null {
  switch (expr.kind) {
    case 'Constant':
      return constant(expr);
    case 'UnaryOp':
      return signed(expr);
    case 'List': {
      const items = expr.elts.map(inner);
      return items.some(item => item === undefined)
        ? null
        : { type: 'list', value: items.filter(item => item !== undefined) };
    }
    case 'Dict':
      return dict(expr);
    default:
      return null;
  }
}

/**
 * True when JSON does not carry all that the literal says to Python: whole floats inside of
 * lists and dicts, `-0.0`, and the place of keys that look like numbers.
 */
export function saysMoreThanJson(expr: Expr): boolean {
  switch (expr.kind) {
    case 'UnaryOp':
      return expr.op === '-' && literalOf(expr)?.value === 0;
    case 'List':
      return expr.elts.some(saysMoreInside);
    case 'Dict':
      return (
        expr.keys.some(
          key => key?.kind === 'Constant' && /^\d+$/.test(key.value)
        ) || expr.values.some(saysMoreInside)
      );
    default:
      return false;
  }
}

function saysMoreInside(expr: Expr): boolean {
  const literal = literalOf(expr);
  const isWholeFloat =
    literal?.type === 'float' && Number.isInteger(literal.value);
  return isWholeFloat || saysMoreThanJson(expr);
}

/** The value inside a list or a dict; `undefined` for what is no literal. */
function inner(expr: Expr): Json | undefined {
  return expr.kind === 'Constant' && expr.type === 'None'
    ? null
    : literalOf(expr)?.value;
}

function constant({ type, value }: Constant): Literal | null {
  switch (type) {
    case 'int': {
      const number = numberValue(value);
      return number !== null && Number.isSafeInteger(number)
        ? { type: 'int', value: number }
        : null;
    }
    case 'float': {
      const number = numberValue(value);
      return number !== null && Number.isFinite(number)
        ? { type: 'float', value: number }
        : null;
    }
    case 'str':
      return { type: 'str', value };
    case 'True':
    case 'False':
      return { type: 'bool', value: type === 'True' };
    default:
      return null;
  }
}

function signed({ op, operand }: UnaryOp): Literal | null {
  const literal = literalOf(operand);
  const isNumber = literal?.type === 'int' || literal?.type === 'float';
  if (!isNumber || typeof literal.value !== 'number') {
    return null;
  }
  switch (op) {
    case '-':
      return { type: literal.type, value: -literal.value };
    case '+':
      return literal;
    default:
      return null;
  }
}

function dict({ keys, values }: Dict): Literal | null {
  const entries: [string, Json][] = [];
  for (const [i, key] of keys.entries()) {
    const value = values[i];
    const item = value && inner(value);
    if (key?.kind !== 'Constant' || key.type !== 'str' || item === undefined) {
      return null;
    }
    entries.push([key.value, item]);
  }
  return { type: 'dict', value: Object.fromEntries(entries) };
}
