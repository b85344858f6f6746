import { isInteger, numberValue } from '../literals';
import type {
  Call,
  Compare,
  Constant,
  Expr,
  Name as NameExpr
} from '../tree/tree';
import type { Name } from './types';

/** Whether a test of nothing but literals holds; `null` where the cell alone cannot tell. */
export function truthOf(expr: Expr): boolean | null {
  switch (expr.kind) {
    case 'Constant':
      return truthOfConstant(expr);
    case 'List':
    case 'Tuple':
    case 'Set':
      return truthOfElements(expr.elts, ({ kind }) => kind !== 'Starred');
    case 'Dict':
      return truthOfElements(expr.keys, key => key !== null);
    case 'UnaryOp':
      return truthOfUnary(expr.op, expr.operand);
    case 'BoolOp':
      return truthOfAll(expr.values, expr.op === 'or');
    case 'Compare':
      return truthOfCompare(expr);
    case 'Lambda':
      return true;
    default:
      return null;
  }
}

function truthOfConstant({ type, value }: Constant): boolean | null {
  switch (type) {
    case 'None':
    case 'False':
      return false;
    case 'True':
    case 'Ellipsis':
      return true;
    case 'str':
    case 'bytes':
      return value !== '';
    case 'complex':
      return null;
    case 'int':
    case 'float':
      return numberValue(value) !== 0;
  }
}

/** What is unpacked into a display may be empty. */
function truthOfElements<T>(
  elements: readonly T[],
  isOne: (element: T) => boolean
): boolean | null {
  return elements.some(isOne) ? true : elements.length === 0 ? false : null;
}

function truthOfUnary(op: string, operand: Expr): boolean | null {
  const truth = truthOf(operand);
  if (op === 'not') {
    return truth === null ? null : !truth;
  }
  return operand.kind === 'Constant' && op !== '~' ? truth : null;
}

/** One that is as `outcome` decides, whatever the others are. */
function truthOfAll(values: readonly Expr[], outcome: boolean): boolean | null {
  const truths = values.map(truthOf);
  if (truths.includes(outcome)) {
    return outcome;
  }
  return truths.includes(null) ? null : !outcome;
}

function truthOfCompare({ left, ops, comparators }: Compare): boolean | null {
  const [op] = ops;
  const [right] = comparators;
  if (!right || ops.length !== 1) {
    return null;
  }
  const [a, b] = [exactNumber(left), exactNumber(right)];
  if (a === null || b === null) {
    return null;
  }
  switch (op) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    default:
      return null;
  }
}

/** A number that JavaScript holds as Python does. */
function exactNumber(expr: Expr): number | null {
  if (expr.kind === 'UnaryOp' && expr.op === '-') {
    const value = exactNumber(expr.operand);
    return value === null ? null : -value;
  }
  if (expr.kind !== 'Constant') {
    return null;
  }
  const { type, value } = expr;
  const number = type === 'int' || type === 'float' ? numberValue(value) : null;
  const isExact =
    number !== null && (type === 'float' || Number.isSafeInteger(number));
  return isExact ? number : null;
}

/** How often a loop over something runs, as far as its source tells. */
export interface Rounds {
  readonly least: 'one' | 'unknown' | 'none';
  /** It is so if these names stand for what Python has under them. */
  readonly builtins: readonly Name[];
  /** And if these are lists or the like with something in them. */
  readonly over: readonly NameExpr[];
}

export const UNKNOWN: Rounds = { least: 'unknown', builtins: [], over: [] };

/** It runs at least once, whatever the names of the notebook stand for. */
export function isSure({ least, builtins, over }: Rounds): boolean {
  return least === 'one' && builtins.length + over.length === 0;
}

/** How often a `for` over this runs: literals and what builtins make of them are known. */
export function roundsOf(iter: Expr): Rounds {
  switch (iter.kind) {
    case 'Constant':
      return iter.type === 'str' || iter.type === 'bytes'
        ? roundsOfLiteral(iter)
        : UNKNOWN;
    case 'List':
    case 'Tuple':
    case 'Set':
    case 'Dict':
      return roundsOfLiteral(iter);
    case 'Call':
      return roundsOfCall(iter);
    case 'Name':
      return { least: 'one', builtins: [], over: [iter] };
    default:
      return UNKNOWN;
  }
}

function roundsOfLiteral(iter: Expr): Rounds {
  const truth = truthOf(iter);
  if (truth === null) {
    return UNKNOWN;
  }
  return { least: truth ? 'one' : 'none', builtins: [], over: [] };
}

/** Builtins that give something for each element of what they are given. */
const PASSING = new Set(
  'dict enumerate frozenset list reversed set sorted tuple'.split(' ')
);

/** Methods of a dict that give something for each of its keys. */
const VIEWS = new Set(['items', 'keys', 'values']);

function roundsOfCall({ func, args, keywords }: Call): Rounds {
  if (func.kind === 'Attribute') {
    const { kind } = func.value;
    const isView =
      (kind === 'Dict' || kind === 'Name') &&
      VIEWS.has(func.attr) &&
      args.length + keywords.length === 0;
    return isView ? roundsOf(func.value) : UNKNOWN;
  }
  const [first] = args;
  if (func.kind !== 'Name' || !first) {
    return UNKNOWN;
  }
  const { id } = func;
  if (id === 'range') {
    return keywords.length === 0 && isCounting(args)
      ? { least: 'one', builtins: [id], over: [] }
      : UNKNOWN;
  }
  const all = PASSING.has(id) ? [first] : id === 'zip' ? args : [];
  const rounds = all.map(roundsOf);
  return rounds.length > 0 && rounds.every(({ least }) => least === 'one')
    ? {
        least: 'one',
        builtins: [id, ...rounds.flatMap(one => one.builtins)],
        over: rounds.flatMap(one => one.over)
      }
    : UNKNOWN;
}

/** `range(3)`, `range(1, 3)`, `range(3, 0, -1)`. */
function isCounting(args: readonly Expr[]): boolean {
  const numbers = args.map(integer);
  if (numbers.includes(null)) {
    return false;
  }
  const [first = 0, second, step = 1] = numbers.map(Number);
  const [start, end] = second === undefined ? [0, first] : [first, second];
  return step > 0 ? start < end : step < 0 && start > end;
}

function integer(expr: Expr): number | null {
  const inner = expr.kind === 'UnaryOp' ? expr.operand : expr;
  return inner.kind === 'Constant' && isInteger(inner.value)
    ? exactNumber(expr)
    : null;
}
