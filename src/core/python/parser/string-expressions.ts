import { parseTuple, parseYield } from './expressions';
import { decodeText } from '../literals';
import {
  accept,
  advance,
  at,
  atKind,
  expect,
  fail,
  nested,
  peek,
  type Parser
} from './parser';
import type { Constant, Expr, FormattedValue, JoinedStr } from '../tree/tree';

type Part = Constant | FormattedValue;

/** One or more adjacent strings, with or without fields, as the one value they make. */
export function parseStrings(p: Parser): Expr {
  const { start, kind: first, text: quotes } = peek(p);
  if (first === 'string' && !hasPrefix(quotes)) {
    const only = plainString(p);
    if (!startsString(p)) {
      return only;
    }
    return parseAdjacent(p, start, [only]);
  }
  return parseAdjacent(p, start, []);
}

function startsString(p: Parser): boolean {
  const { kind } = peek(p);
  return kind === 'string' || kind === 'fstart';
}

function parseAdjacent(p: Parser, start: number, parts: Part[]): Expr {
  let isJoined = false;
  let isBytes = false;
  let template = false;
  while (startsString(p)) {
    const { kind, text } = peek(p);
    isBytes ||= hasPrefix(text) && /b/i.test(text);
    if (kind === 'string') {
      parts.push(plainString(p));
    } else {
      isJoined = true;
      template ||= /t/i.test(text);
      nested(p, inner => parseFields(inner, parts));
    }
  }
  const end = p.lastEnd;
  const values = mergeText(parts);
  if (isJoined) {
    return { kind: 'JoinedStr', values, template, start, end };
  }
  const value = values.map(part => ('type' in part ? part.value : '')).join('');
  const type = isBytes ? 'bytes' : 'str';
  return { kind: 'Constant', type, value, start, end };
}

/** Something stands before the quotes. */
function hasPrefix(text: string): boolean {
  const code = text.charCodeAt(0);
  return code !== 34 && code !== 39;
}

function plainString(p: Parser): Constant {
  const { start, end, text } = advance(p);
  if (!hasPrefix(text)) {
    const quotes = text.length;
    const inner = p.lexer.source.slice(start + quotes, end - quotes);
    return textOf(decodeText(inner, false), start, end);
  }
  const prefix = text.replace(/['"]+$/, '');
  const quotes = text.length - prefix.length;
  const inner = p.lexer.source.slice(start + text.length, end - quotes);
  const isBytes = /b/i.test(prefix);
  const value = /r/i.test(prefix) ? inner : decodeText(inner, isBytes);
  return {
    kind: 'Constant',
    type: isBytes ? 'bytes' : 'str',
    value,
    start,
    end
  };
}

function parseFields(p: Parser, parts: Part[]): void {
  const isRaw = /r/i.test(advance(p).text);
  while (!atKind(p, 'fend') && !p.failure) {
    parsePart(p, parts, isRaw, true);
  }
  advance(p);
}

function parsePart(
  p: Parser,
  parts: Part[],
  isRaw: boolean,
  isText: boolean
): void {
  if (atKind(p, 'fmiddle')) {
    const { start, end } = advance(p);
    const text = p.lexer.source.slice(start, end);
    parts.push(textOf(decodeMiddle(text, isRaw, isText), start, end));
  } else if (at(p, '{')) {
    parseField(p, parts, isRaw);
  } else {
    fail(p, 'f-string: invalid syntax');
  }
}

function decodeMiddle(text: string, isRaw: boolean, isText: boolean): string {
  if (isRaw || !text.includes('\\')) {
    return isText ? undouble(text) : text;
  }
  // Names of characters hold braces of their own, which the doubling must not touch.
  return text
    .split(/(\\N\{[^}]*\})/)
    .map((piece, i) =>
      i % 2 ? piece : decodeText(isText ? undouble(piece) : piece, false)
    )
    .join('');
}

function undouble(text: string): string {
  return text.replace(/\{\{|\}\}/g, two => two.charAt(0));
}

function textOf(value: string, start: number, end: number): Constant {
  return { kind: 'Constant', type: 'str', value, start, end };
}

function parseField(p: Parser, parts: Part[], isRaw: boolean): void {
  const { start, end: codeStart } = advance(p);
  const from = p.pos;
  const value = at(p, 'yield') ? parseYield(p) : parseTuple(p);
  let isDebug = false;
  if (accept(p, '=')) {
    isDebug = true;
    parts.push(shownCode(p, from, codeStart));
  }
  let conversion: FormattedValue['conversion'] = null;
  if (accept(p, '!')) {
    const { text } = advance(p);
    if (text !== 's' && text !== 'r' && text !== 'a') {
      fail(p, 'f-string: invalid conversion character');
    } else {
      conversion = text;
    }
  }
  const formatSpec = at(p, ':')
    ? nested(p, inner => parseFormat(inner, isRaw))
    : null;
  expect(p, '}');
  if (isDebug && !formatSpec && !conversion) {
    conversion = 'r';
  }
  parts.push({
    kind: 'FormattedValue',
    value,
    conversion,
    formatSpec,
    start,
    end: p.lastEnd
  });
}

/** The text that `=` puts in front of a value: the code of the field, comments left out. */
function shownCode(p: Parser, from: number, start: number): Constant {
  const { source, tokens } = p.lexer;
  const end = peek(p).start;
  let text = '';
  let at = start;
  for (const token of tokens.slice(from, p.pos + 1)) {
    text += source.slice(at, token.start).replace(/#[^\n]*/g, '');
    at = Math.min(token.end, end);
    text += source.slice(token.start, at);
  }
  return textOf(text, start, end);
}

function parseFormat(p: Parser, isRaw: boolean): JoinedStr {
  const { start } = advance(p);
  const parts: Part[] = [];
  while (!at(p, '}') && !p.failure) {
    parsePart(p, parts, isRaw, false);
  }
  return {
    kind: 'JoinedStr',
    values: mergeText(parts),
    template: false,
    start,
    end: p.lastEnd
  };
}

function joined(a: Constant, b: Constant): Constant {
  return { ...a, value: a.value + b.value, end: b.end };
}

/** Texts that follow each other become one; empty ones go. */
function mergeText(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  let text: Constant | null = null;
  for (const part of parts) {
    if (part.kind === 'Constant' && text) {
      text = joined(text, part);
      merged[merged.length - 1] = text;
    } else if (part.kind !== 'Constant' || part.value !== '') {
      merged.push(part);
      text = part.kind === 'Constant' ? part : null;
    }
  }
  return merged;
}
