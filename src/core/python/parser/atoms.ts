import { parseCallArguments } from './call-arguments';
import { parseComprehensions } from './comprehensions';
import {
  parseExpr,
  parseBitwiseOr,
  parseNamed,
  parseStarredOrNamed,
  parseYield,
  startsExpression
} from './expressions';
import {
  accept,
  advance,
  at,
  expect,
  expectName,
  fail,
  nested,
  peek,
  type Parser
} from './parser';
import { isDigit } from '../lexer/tokens';
import { parseStrings } from './string-expressions';
import type { Constant, ConstantType, Expr } from '../tree/tree';

/** A literal, name or bracketed expression with the calls, indices and attributes that follow. */
export function parseAtom(p: Parser): Expr {
  const { start } = peek(p);
  let value = parseBase(p);
  for (let next = peek(p); next.kind === 'op'; next = peek(p)) {
    if (next.text === '.') {
      advance(p);
      const attr = expectName(p);
      value = { kind: 'Attribute', value, attr, start, end: p.lastEnd };
    } else if (next.text === '(') {
      const func = value;
      const { args, keywords } = nested(p, parseCallArguments);
      value = { kind: 'Call', func, args, keywords, start, end: p.lastEnd };
    } else if (next.text === '[') {
      advance(p);
      const slice = nested(p, parseIndex);
      expect(p, ']');
      value = { kind: 'Subscript', value, slice, start, end: p.lastEnd };
    } else {
      break;
    }
  }
  return value;
}

/** An index is a tuple as soon as it has a comma or a star. */
function parseIndex(p: Parser): Expr {
  const { start } = peek(p);
  const first = parseSlice(p);
  if (!at(p, ',') && first.kind !== 'Starred') {
    return first;
  }
  const elts = [first];
  while (accept(p, ',') && (startsExpression(p) || at(p, ':'))) {
    elts.push(parseSlice(p));
  }
  return { kind: 'Tuple', elts, start, end: p.lastEnd };
}

function parseSlice(p: Parser): Expr {
  const { start } = peek(p);
  if (at(p, '*')) {
    return parseStarredOrNamed(p);
  }
  const lower = at(p, ':') ? null : parseNamed(p);
  if (!accept(p, ':')) {
    return lower ?? parseExpr(p);
  }
  const upper = startsExpression(p) ? parseExpr(p) : null;
  const step = accept(p, ':') && startsExpression(p) ? parseExpr(p) : null;
  return { kind: 'Slice', lower, upper, step, start, end: p.lastEnd };
}

const SINGLETONS: ReadonlySet<string> = new Set(['None', 'True', 'False']);

/** A literal, name or bracketed expression alone. */
export function parseBase(p: Parser): Expr {
  const { kind, text, start, end } = peek(p);
  switch (kind) {
    case 'name':
      advance(p);
      return { kind: 'Name', id: text, start, end };
    case 'number':
      advance(p);
      return numberOf(text, start, end);
    case 'string':
    case 'fstart':
      return parseStrings(p);
    case 'keyword':
      return parseKeywordAtom(p);
    case 'op':
      return parseBracketed(p);
    case 'fmiddle':
    case 'fend':
    case 'magic':
    case 'newline':
    case 'indent':
    case 'dedent':
    case 'error':
    case 'end':
      return invalid(p);
  }
}

function invalid(p: Parser): Expr {
  const { start } = peek(p);
  fail(p, 'invalid syntax');
  return { kind: 'Name', id: '', start, end: start };
}

function parseKeywordAtom(p: Parser): Expr {
  const { text, start, end } = peek(p);
  if (SINGLETONS.has(text)) {
    advance(p);
    return {
      kind: 'Constant',
      type: text as ConstantType,
      value: '',
      start,
      end
    };
  }
  return invalid(p);
}

/** Digits only, as most numbers are. */
function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    if (!isDigit(value.charCodeAt(i))) {
      return false;
    }
  }
  return true;
}

/** The constant that a number's text is. */
export function numberOf(value: string, start: number, end: number): Constant {
  if (isPlain(value)) {
    return { kind: 'Constant', type: 'int', value, start, end };
  }
  const isHex = /^0[xX]/.test(value);
  const type = /[jJ]$/.test(value)
    ? 'complex'
    : !isHex && /[.eE]/.test(value)
      ? 'float'
      : 'int';
  return { kind: 'Constant', type, value, start, end };
}

function parseBracketed(p: Parser): Expr {
  const { text, start, end } = peek(p);
  switch (text) {
    case '(':
      return nested(p, parseParenthesised);
    case '[':
      return nested(p, parseList);
    case '{':
      return nested(p, parseBraces);
    case '...':
      advance(p);
      return { kind: 'Constant', type: 'Ellipsis', value: '', start, end };
    default:
      return invalid(p);
  }
}

function parseParenthesised(p: Parser): Expr {
  const { start } = advance(p);
  if (accept(p, ')')) {
    return { kind: 'Tuple', elts: [], start, end: p.lastEnd };
  }
  if (at(p, 'yield')) {
    const value = parseYield(p);
    expect(p, ')');
    return value;
  }
  const first = parseStarredOrNamed(p);
  if (at(p, 'for') || at(p, 'async')) {
    const generators = parseComprehensions(p);
    expect(p, ')');
    const end = p.lastEnd;
    return { kind: 'GeneratorExp', elt: first, generators, start, end };
  }
  if (!at(p, ',')) {
    closeGroup(p, first);
    return first;
  }
  const elts = parseRest(p, first);
  expect(p, ')');
  return { kind: 'Tuple', elts, start, end: p.lastEnd };
}

function closeGroup(p: Parser, inner: Expr): void {
  if (inner.kind === 'Starred') {
    fail(p, 'cannot use starred expression here', inner.start, inner.end);
  }
  expect(p, ')');
}

function parseRest(p: Parser, first: Expr): Expr[] {
  const elts = [first];
  while (accept(p, ',') && startsExpression(p)) {
    elts.push(parseStarredOrNamed(p));
  }
  return elts;
}

function parseList(p: Parser): Expr {
  const { start } = advance(p);
  if (accept(p, ']')) {
    return { kind: 'List', elts: [], start, end: p.lastEnd };
  }
  const first = parseStarredOrNamed(p);
  if (at(p, 'for') || at(p, 'async')) {
    const generators = parseComprehensions(p);
    expect(p, ']');
    const end = p.lastEnd;
    return { kind: 'ListComp', elt: first, generators, start, end };
  }
  const elts = parseRest(p, first);
  expect(p, ']');
  return { kind: 'List', elts, start, end: p.lastEnd };
}

function parseBraces(p: Parser): Expr {
  const { start } = advance(p);
  if (accept(p, '}')) {
    return { kind: 'Dict', keys: [], values: [], start, end: p.lastEnd };
  }
  if (at(p, '**')) {
    return parseDict(p, start, null);
  }
  const first = parseStarredOrNamed(p);
  if (at(p, ':')) {
    return parseDict(p, start, first);
  }
  if (at(p, 'for') || at(p, 'async')) {
    const generators = parseComprehensions(p);
    expect(p, '}');
    return { kind: 'SetComp', elt: first, generators, start, end: p.lastEnd };
  }
  const elts = parseRest(p, first);
  expect(p, '}');
  return { kind: 'Set', elts, start, end: p.lastEnd };
}

function expectColon(p: Parser): void {
  if (!at(p, ':') && (at(p, '}') || at(p, ','))) {
    fail(p, "':' expected after dictionary key");
  }
  expect(p, ':');
  if (at(p, '}') || at(p, ',')) {
    fail(p, "expression expected after dictionary key and ':'");
  }
}

function parseDict(p: Parser, start: number, first: Expr | null): Expr {
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  let key = first;
  for (;;) {
    if (key) {
      expectColon(p);
      values.push(parseExpr(p));
    } else {
      expect(p, '**');
      values.push(parseBitwiseOr(p));
    }
    keys.push(key);
    const value = values[0];
    if (value && key && (at(p, 'for') || at(p, 'async'))) {
      const generators = parseComprehensions(p);
      expect(p, '}');
      return {
        kind: 'DictComp',
        key,
        value,
        generators,
        start,
        end: p.lastEnd
      };
    }
    if (!accept(p, ',') || at(p, '}') || p.failure) {
      break;
    }
    key = at(p, '**') ? null : parseExpr(p);
  }
  expect(p, '}');
  return { kind: 'Dict', keys, values, start, end: p.lastEnd };
}
