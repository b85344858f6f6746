import { numberOf, parseAtom } from './atoms';
import {
  accept,
  advance,
  at,
  atKind,
  expect,
  expectName,
  fail,
  nested,
  peek,
  peekSecond,
  type Parser
} from './parser';
import type { Expr, MatchStar, Pattern } from '../tree/tree';

/** The pattern of a `case`, where commas without brackets make a sequence. */
export function parseCasePattern(p: Parser): Pattern {
  const { start } = peek(p);
  const first = parseMaybeStar(p);
  if (!at(p, ',') && first.kind !== 'MatchStar') {
    return first;
  }
  const patterns = [first];
  while (accept(p, ',') && !at(p, ':') && !at(p, 'if')) {
    patterns.push(parseMaybeStar(p));
  }
  return { kind: 'MatchSequence', patterns, start, end: p.lastEnd };
}

function parseMaybeStar(p: Parser): Pattern {
  return at(p, '*') ? parseStar(p) : nested(p, parseAs);
}

function parseStar(p: Parser): MatchStar {
  const { start } = advance(p);
  const name = captureName(expectName(p));
  return { kind: 'MatchStar', name, start, end: p.lastEnd };
}

function captureName(name: string): string | null {
  return name === '_' ? null : name;
}

function parseAs(p: Parser): Pattern {
  const { start } = peek(p);
  const pattern = parseOr(p);
  if (!accept(p, 'as')) {
    return pattern;
  }
  const name = expectName(p);
  return { kind: 'MatchAs', pattern, name, start, end: p.lastEnd };
}

function parseOr(p: Parser): Pattern {
  const { start } = peek(p);
  const patterns = [parseClosed(p)];
  while (accept(p, '|')) {
    patterns.push(parseClosed(p));
  }
  const [first] = patterns;
  return first && patterns.length === 1
    ? first
    : { kind: 'MatchOr', patterns, start, end: p.lastEnd };
}

function parseClosed(p: Parser): Pattern {
  const { kind, text, start, end } = peek(p);
  if (kind === 'name') {
    return parseNamePattern(p);
  }
  if (kind === 'number' || text === '-') {
    const value = parseNumber(p);
    return { kind: 'MatchValue', value, start, end: p.lastEnd };
  }
  if (kind === 'string' || kind === 'fstart') {
    const value = parseAtom(p);
    return { kind: 'MatchValue', value, start, end: p.lastEnd };
  }
  if (kind === 'keyword' && /^(None|True|False)$/.test(text)) {
    const value = parseAtom(p);
    if (value.kind === 'Constant') {
      return { kind: 'MatchSingleton', value, start, end };
    }
  }
  if (kind === 'op' && text === '{') {
    return nested(p, parseMapping);
  }
  if (kind === 'op' && (text === '[' || text === '(')) {
    return nested(p, parseGroup);
  }
  fail(p, 'invalid syntax');
  return { kind: 'MatchAs', pattern: null, name: null, start, end: start };
}

function parseNamePattern(p: Parser): Pattern {
  const { start, end, text } = advance(p);
  if (!at(p, '.') && !at(p, '(')) {
    const name = captureName(text);
    return { kind: 'MatchAs', pattern: null, name, start, end };
  }
  let value: Expr = { kind: 'Name', id: text, start, end };
  while (accept(p, '.')) {
    const attr = expectName(p);
    value = { kind: 'Attribute', value, attr, start, end: p.lastEnd };
  }
  return at(p, '(')
    ? nested(p, inner => parseClass(inner, value, start))
    : { kind: 'MatchValue', value, start, end: p.lastEnd };
}

function parseClass(p: Parser, cls: Expr, start: number): Pattern {
  advance(p);
  const patterns: Pattern[] = [];
  const kwdAttrs: string[] = [];
  const kwdPatterns: Pattern[] = [];
  while (!at(p, ')') && !p.failure) {
    if (atKind(p, 'name') && peekSecond(p).text === '=') {
      kwdAttrs.push(expectName(p));
      advance(p);
      kwdPatterns.push(nested(p, parseAs));
    } else {
      patterns.push(nested(p, parseAs));
    }
    if (!accept(p, ',')) {
      break;
    }
  }
  expect(p, ')');
  const end = p.lastEnd;
  return {
    kind: 'MatchClass',
    cls,
    patterns,
    kwdAttrs,
    kwdPatterns,
    start,
    end
  };
}

/** A number as a pattern or key may have it: signed, and complex as `1 + 2j`. */
function parseNumber(p: Parser): Expr {
  const { start } = peek(p);
  const left = parseSigned(p);
  if (!at(p, '+') && !at(p, '-')) {
    return left;
  }
  const op = advance(p).text;
  const right = parseSigned(p);
  return { kind: 'BinOp', left, op, right, start, end: p.lastEnd };
}

function parseSigned(p: Parser): Expr {
  const { start } = peek(p);
  const isNegative = accept(p, '-');
  const { kind, text, start: from, end } = peek(p);
  if (kind !== 'number') {
    fail(p, 'invalid syntax');
  }
  advance(p);
  const operand = numberOf(text, from, end);
  return isNegative
    ? { kind: 'UnaryOp', op: '-', operand, start, end }
    : operand;
}

function parseMapping(p: Parser): Pattern {
  const { start } = advance(p);
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  while (!at(p, '}') && !p.failure) {
    if (accept(p, '**')) {
      rest = expectName(p);
    } else {
      keys.push(parseKey(p));
      expect(p, ':');
      patterns.push(nested(p, parseAs));
    }
    if (!accept(p, ',')) {
      break;
    }
  }
  expect(p, '}');
  return { kind: 'MatchMapping', keys, patterns, rest, start, end: p.lastEnd };
}

function parseKey(p: Parser): Expr {
  const { kind, text } = peek(p);
  return kind === 'number' || text === '-' ? parseNumber(p) : parseAtom(p);
}

function parseGroup(p: Parser): Pattern {
  const { start, text } = advance(p);
  const close = text === '(' ? ')' : ']';
  const patterns: Pattern[] = [];
  let hasComma = false;
  while (!at(p, close) && !p.failure) {
    patterns.push(parseMaybeStar(p));
    if (!accept(p, ',')) {
      break;
    }
    hasComma = true;
  }
  expect(p, close);
  const [first] = patterns;
  const isGroup = text === '(' && patterns.length === 1 && !hasComma;
  return first && isGroup && first.kind !== 'MatchStar'
    ? first
    : { kind: 'MatchSequence', patterns, start, end: p.lastEnd };
}
