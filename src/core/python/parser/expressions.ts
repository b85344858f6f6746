import { parseAtom, parseBase } from './atoms';
import { parseLambda } from './parameters';
import {
  accept,
  advance,
  at,
  atKind,
  expect,
  fail,
  nested,
  peek,
  peekSecond,
  type Parser
} from './parser';
import type { Token } from '../lexer/tokens';
import type { Expr, Name } from '../tree/tree';

/** How tightly an operator binds; higher is tighter. */
const BINARY: ReadonlyMap<string, number> = new Map(
  Object.entries({
    or: 1,
    and: 2,
    in: 4,
    is: 4,
    not: 4,
    '<': 4,
    '>': 4,
    '<=': 4,
    '>=': 4,
    '==': 4,
    '!=': 4,
    '|': 5,
    '^': 6,
    '&': 7,
    '<<': 8,
    '>>': 8,
    '+': 9,
    '-': 9,
    '*': 10,
    '@': 10,
    '/': 10,
    '//': 10,
    '%': 10
  })
);

const NOT = 3;
const COMPARISON = 4;
const BITWISE_OR = 5;

/** An expression in which `name := value` is allowed. */
export function parseNamed(p: Parser): Expr {
  if (atKind(p, 'name') && isOp(peekSecond(p), ':=')) {
    const { start, end, text } = advance(p);
    const target: Name = { kind: 'Name', id: text, start, end };
    advance(p);
    const value = parseExpr(p);
    return { kind: 'NamedExpr', target, value, start, end: p.lastEnd };
  }
  return parseExpr(p);
}

/** An expression without walrus at its top and without commas. */
export function parseExpr(p: Parser): Expr {
  return nested(p, isAlone(p) ? parseBase : parseTernary);
}

const CLOSING: ReadonlySet<string> = new Set([',', ')', ']', '}', '=', ':']);

/**
 * True for a name or a number that is the whole expression, as most are: no rule for an operator
 * needs to be asked.
 */
function isAlone(p: Parser): boolean {
  const { kind } = peek(p);
  if (kind !== 'name' && kind !== 'number') {
    return false;
  }
  const next = peekSecond(p);
  return (
    next.kind === 'newline' || (next.kind === 'op' && CLOSING.has(next.text))
  );
}

// These rules run for each operand of each operator: they look at a token once.

function isKeyword({ kind, text }: Token, keyword: string): boolean {
  return kind === 'keyword' && text === keyword;
}

function isOp({ kind, text }: Token, op: string): boolean {
  return kind === 'op' && text === op;
}

function parseTernary(p: Parser): Expr {
  const first = peek(p);
  if (isKeyword(first, 'lambda')) {
    return parseLambda(p);
  }
  const { start } = first;
  const body = parseBinary(p, 1);
  if (!isKeyword(peek(p), 'if')) {
    return body;
  }
  advance(p);
  const test = parseBinary(p, 1);
  if (!at(p, 'else')) {
    fail(p, "expected 'else' after 'if' expression");
  }
  expect(p, 'else');
  const orelse = parseExpr(p);
  return { kind: 'IfExp', test, body, orelse, start, end: p.lastEnd };
}

/** The operand of a comprehension's `in` and `if`: no ternary, no lambda. */
export function parseDisjunction(p: Parser): Expr {
  return parseBinary(p, 1);
}

/** An operand of `|` and tighter: targets of `for`, values after a star. */
export function parseBitwiseOr(p: Parser): Expr {
  return parseBinary(p, BITWISE_OR);
}

function parseBinary(p: Parser, least: number): Expr {
  const first = peek(p);
  const { start } = first;
  const isNot = least <= NOT && isKeyword(first, 'not');
  let left = isNot ? parseNot(p) : parseUnary(p);
  for (;;) {
    const token = peek(p);
    const level =
      token.kind === 'op' || token.kind === 'keyword'
        ? (BINARY.get(token.text) ?? 0)
        : 0;
    if (level < least || level === 0 || isLoneNot(p)) {
      return left;
    }
    if (level < COMPARISON) {
      left = parseBoolean(p, left, start, level);
    } else if (level === COMPARISON) {
      left = parseComparison(p, left, start);
    } else {
      advance(p);
      const right = parseBinary(p, level + 1);
      const end = p.lastEnd;
      left = { kind: 'BinOp', left, op: token.text, right, start, end };
    }
  }
}

function isLoneNot(p: Parser): boolean {
  return at(p, 'not') && peekSecond(p).text !== 'in';
}

function parseNot(p: Parser): Expr {
  const { start } = advance(p);
  const operand = nested(p, inner => parseBinary(inner, NOT));
  return { kind: 'UnaryOp', op: 'not', operand, start, end: p.lastEnd };
}

function parseBoolean(
  p: Parser,
  first: Expr,
  start: number,
  level: number
): Expr {
  const op = level === 1 ? 'or' : 'and';
  const values = [first];
  while (accept(p, op)) {
    values.push(parseBinary(p, level + 1));
  }
  return { kind: 'BoolOp', op, values, start, end: p.lastEnd };
}

function parseComparison(p: Parser, left: Expr, start: number): Expr {
  const ops: string[] = [];
  const comparators: Expr[] = [];
  while (
    !isLoneNot(p) &&
    BINARY.get(peek(p).text) === COMPARISON &&
    /op|keyword/.test(peek(p).kind)
  ) {
    let op = advance(p).text;
    if (op === 'not') {
      op = `not ${advance(p).text}`;
    } else if (op === 'is' && accept(p, 'not')) {
      op = 'is not';
    }
    ops.push(op);
    comparators.push(parseBinary(p, BITWISE_OR));
  }
  return { kind: 'Compare', left, ops, comparators, start, end: p.lastEnd };
}

const SIGNS: ReadonlySet<string> = new Set('-+~');

function parseUnary(p: Parser): Expr {
  const token = peek(p);
  if (token.kind === 'op' && SIGNS.has(token.text)) {
    advance(p);
    const operand = nested(p, parseUnary);
    const { start } = token;
    return { kind: 'UnaryOp', op: token.text, operand, start, end: p.lastEnd };
  }
  return parsePower(p);
}

function parsePower(p: Parser): Expr {
  const first = peek(p);
  const { start } = first;
  const left = isKeyword(first, 'await') ? parseAwait(p) : parseAtom(p);
  if (!isOp(peek(p), '**')) {
    return left;
  }
  advance(p);
  const right = nested(p, parseUnary);
  return { kind: 'BinOp', left, op: '**', right, start, end: p.lastEnd };
}

function parseAwait(p: Parser): Expr {
  const { start } = advance(p);
  const value = parseAtom(p);
  return { kind: 'Await', value, start, end: p.lastEnd };
}

/** `*value` or a named expression. */
export function parseStarredOrNamed(p: Parser): Expr {
  const first = peek(p);
  if (!isOp(first, '*')) {
    return parseNamed(p);
  }
  const { start } = advance(p);
  const value = parseBitwiseOr(p);
  return { kind: 'Starred', value, start, end: p.lastEnd };
}

/** Expressions with commas make a tuple: right sides, `return`, `yield`, subjects, indices. */
export function parseTuple(
  p: Parser,
  element: (p: Parser) => Expr = parseStarredOrNamed
): Expr {
  const { start } = peek(p);
  const first = element(p);
  if (!at(p, ',')) {
    return first;
  }
  const elts = [first];
  while (accept(p, ',') && startsExpression(p)) {
    elts.push(element(p));
  }
  return { kind: 'Tuple', elts, start, end: p.lastEnd };
}

/** A right side: a tuple, or `yield`. */
export function parseValue(p: Parser): Expr {
  return at(p, 'yield') ? parseYield(p) : parseTuple(p);
}

export function parseYield(p: Parser): Expr {
  const { start } = advance(p);
  if (accept(p, 'from')) {
    const value = parseExpr(p);
    return { kind: 'YieldFrom', value, start, end: p.lastEnd };
  }
  const value = startsExpression(p) ? parseTuple(p) : null;
  return { kind: 'Yield', value, start, end: p.lastEnd };
}

const STARTING_KEYWORDS = new Set(
  'False None True await lambda not yield'.split(' ')
);
const STARTING_OPERATORS = new Set(['(', '[', '{', '-', '+', '~', '...', '*']);

/** True when the next token can begin an expression, a starred one or a slice. */
export function startsExpression(p: Parser): boolean {
  const { kind, text } = peek(p);
  switch (kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'fstart':
      return true;
    case 'keyword':
      return STARTING_KEYWORDS.has(text);
    case 'op':
      return STARTING_OPERATORS.has(text);
    case 'fmiddle':
    case 'fend':
    case 'magic':
    case 'newline':
    case 'indent':
    case 'dedent':
    case 'error':
    case 'end':
      return false;
  }
}
