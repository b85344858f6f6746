import type {
  BinOp,
  Compare,
  Dict,
  Expr,
  NamedExpr,
  Sequence
} from '../tree/tree';
import {
  type Builder,
  certainty,
  emit,
  newValue,
  placeOf,
  siteAt,
  trimmed
} from './builder';
import { evalChain, load } from './calls';
import { evalBoolean, evalConditional } from './choices';
import { evalComprehension, evalDictComprehension } from './comprehensions';
import { evalLambda } from './functions';
import { evalMagic } from './magics';
import { bindName, readName } from './names';
import { branch } from './paths';
import { constantText, evalJoined } from './texts';
import { ATOM, type Value } from './types';

/** Evaluate an expression: its operations in order, and the value it gives. */
export function evaluate(b: Builder, expr: Expr): Value {
  switch (expr.kind) {
    case 'Constant':
      return expr.type === 'str' ? constantText(b, expr.value) : ATOM;
    case 'Name':
      return readName(b, expr.id, expr);
    case 'Attribute':
    case 'Subscript':
    case 'Call':
      return evalChain(b, expr);
    case 'BinOp':
      return evalBinary(b, expr);
    case 'BoolOp':
      return evalBoolean(b, expr);
    case 'UnaryOp':
      return evalUnary(b, expr.op, expr);
    case 'Compare':
      return evalCompare(b, expr);
    case 'Lambda':
      return evalLambda(b, expr);
    case 'IfExp':
      return evalConditional(b, expr);
    case 'Dict':
      return evalDict(b, expr);
    case 'Set':
      return evalDisplay(b, expr.elts, expr, 'keyed');
    case 'Tuple':
      return evalDisplay(b, expr.elts, expr, 'tuple');
    case 'List':
      return evalDisplay(b, expr.elts, expr);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return evalComprehension(b, expr);
    case 'DictComp':
      return evalDictComprehension(b, expr);
    case 'Await':
      return operate(b, 'await', [evaluate(b, expr.value)], expr);
    case 'Starred':
      return iterate(b, evaluate(b, expr.value), expr);
    case 'Yield':
      return evalYield(b, expr.value ? evaluate(b, expr.value) : ATOM, expr);
    case 'YieldFrom':
      return evalYield(b, iterate(b, evaluate(b, expr.value), expr), expr);
    case 'NamedExpr':
      return evalWalrus(b, expr);
    case 'Slice':
      return evalSlice(b, expr);
    case 'JoinedStr':
      return evalJoined(b, expr);
    case 'FormattedValue':
      return evaluate(b, expr.value);
    case 'MagicExpr':
      return evalMagic(b, expr.magic);
  }
}

/** Evaluate an expression of which only the truth counts; its value. */
export function evaluateTest(b: Builder, expr: Expr): Value {
  const value = evaluate(b, expr);
  const isAsked = expr.kind !== 'Compare' && expr.kind !== 'UnaryOp';
  if (isAsked) {
    operate(b, 'test', [value], expr);
  }
  return value;
}

export function iterate(b: Builder, from: Value, at: Expr): Value {
  if (from === ATOM) {
    return ATOM;
  }
  const to = newValue(b);
  const sure = certainty(b);
  emit(b, { op: 'iterate', to, from, sure, at: placeOf(at) });
  return to;
}

/** What operators do: notebook classes may run code of their own there. */
export function operate(
  b: Builder,
  operator: string,
  operands: readonly Value[],
  at: Expr | { readonly start: number; readonly end: number }
): Value {
  if (operands.every(value => value === ATOM)) {
    return ATOM;
  }
  const to = newValue(b);
  const site = siteAt(at, 1);
  const { start, end } = at;
  const sure = certainty(b);
  emit(b, {
    op: 'operate',
    to,
    operator,
    operands,
    sure,
    site,
    at: { start, end }
  });
  return to;
}

/** Chains of operators lean to the left and can be long, so they are walked in a loop. */
function evalBinary(b: Builder, expr: BinOp): Value {
  const spine: BinOp[] = [];
  let leftmost: Expr = expr;
  while (leftmost.kind === 'BinOp') {
    spine.push(leftmost);
    leftmost = leftmost.left;
  }
  let value = evaluate(b, leftmost);
  for (const node of spine.reverse()) {
    const right = evaluate(b, node.right);
    value = operate(b, node.op, [value, right], node);
  }
  return value;
}

function evalUnary(
  b: Builder,
  op: string,
  expr: Expr & { readonly operand: Expr }
): Value {
  const value = evaluate(b, expr.operand);
  const result = operate(b, op === 'not' ? 'test' : op, [value], expr);
  return op === 'not' ? ATOM : result;
}

function evalCompare(b: Builder, expr: Compare): Value {
  const [first, ...others] = expr.comparators;
  let left = evaluate(b, expr.left);
  let result = ATOM;
  const compareTo = (comparator: Expr, op: string): void => {
    const right = evaluate(b, comparator);
    if (op === 'is' || op === 'is not') {
      emit(b, { op: 'same', left, right });
    } else {
      result = operate(b, op, [left, right], expr);
    }
    left = right;
  };
  if (first) {
    compareTo(first, expr.ops[0] ?? '');
  }
  // `a < b < c` does not come to c when the first comparison fails.
  if (others.length > 0) {
    const compareRest = (): void =>
      others.forEach((other, i) => compareTo(other, expr.ops[i + 1] ?? ''));
    branch(b, [compareRest], true);
  }
  return result;
}

/** Of what is unpacked into a dict the values are in it, not the mapping. */
function evalDict(b: Builder, expr: Dict): Value {
  const keys = expr.keys.map(key => (key ? evaluate(b, key) : ATOM));
  const values = expr.values.map((part, i) => {
    const value = evaluate(b, part);
    return expr.keys[i] ? value : load(b, value, null, ATOM, part);
  });
  const holds = [...keys, ...values].filter(value => value !== ATOM);
  const to = newValue(b);
  const entries = keys.length <= MOST_ENTRIES ? { keys, values } : undefined;
  emit(b, {
    op: 'make',
    to,
    shape: 'keyed',
    site: siteAt(expr),
    holds: trimmed(holds),
    isFilled: expr.keys.some(key => key !== null),
    ...(entries && { entries })
  });
  return to;
}

const MOST_ENTRIES = 100;

type Display = 'display' | 'keyed' | 'tuple';

function evalDisplay(
  b: Builder,
  parts: readonly (Expr | null)[],
  at: Expr,
  shape: Display = 'display'
): Value {
  const holds: Value[] = [];
  for (const part of parts) {
    const value = part ? evaluate(b, part) : ATOM;
    if (value !== ATOM) {
      holds.push(value);
    }
  }
  const isFilled = parts.some(part => part?.kind !== 'Starred');
  return makeDisplay(b, holds, at, { shape, isFilled });
}

interface Manner {
  readonly variant?: number;
  readonly shape?: Display;
  /** There is something in it for sure. */
  readonly isFilled?: boolean;
}

/** A new list, tuple, set or dict with these in it. */
export function makeDisplay(
  b: Builder,
  holds: readonly Value[],
  at: { readonly start: number; readonly end: number },
  { variant = 0, shape = 'display', isFilled = false }: Manner = {}
): Value {
  const to = newValue(b);
  const site = siteAt(at, variant);
  emit(b, { op: 'make', to, shape, site, holds: trimmed(holds), isFilled });
  return to;
}

function evalYield(b: Builder, value: Value, at: Expr): Value {
  const { unit } = b.scope;
  unit.isGenerator = true;
  unit.swallows ||= b.catches > 0;
  unit.returns.push(value);
  const to = newValue(b);
  emit(b, { op: 'make', to, shape: 'opaque', site: siteAt(at), holds: [] });
  return to;
}

function evalWalrus(b: Builder, expr: NamedExpr): Value {
  const value = evaluate(b, expr.value);
  bindName(b, expr.target.id, value, 'walrus', expr.target);
  return value;
}

function evalSlice(
  b: Builder,
  {
    lower,
    upper,
    step
  }: { lower: Expr | null; upper: Expr | null; step: Expr | null }
): Value {
  [lower, upper, step].forEach(part => part && evaluate(b, part));
  return ATOM;
}

/** The elements of a display written out, when there are as many as targets. */
export function elementsOf(value: Expr, count: number): readonly Expr[] | null {
  if (value.kind !== 'Tuple' && value.kind !== 'List') {
    return null;
  }
  const { elts }: Sequence = value;
  const isPlain = elts.every(({ kind }) => kind !== 'Starred');
  return isPlain && elts.length === count ? elts : null;
}
