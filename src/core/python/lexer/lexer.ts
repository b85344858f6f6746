import { continuedLineEnd, magicLineEnd } from '../ipython/lines';
import {
  currentMode,
  fieldEndsAt,
  lexText,
  openString,
  type StringMode
} from './strings';
import {
  BACKSLASH,
  BREAK,
  HASH,
  isBlankFrom,
  isDigit,
  isSpace,
  nameEnd,
  numberEnd,
  operatorAt,
  SPACE,
  type Token,
  type TokenKind
} from './tokens';
import { isAscii, wordAt } from './words';

/** A lexer in the middle of its work; tokens are made on demand. Owned by one parser. */
export interface Lexer {
  readonly source: string;
  /** Offset at which the source ends for this lexer. */
  readonly to: number;
  readonly tokens: Token[];
  at: number;
  /** Open brackets, replacement fields of f-strings included. */
  depth: number;
  /** Columns of the blocks that are open, outermost first. */
  indents: number[];
  isLineStart: boolean;
  /** Column of the line when nothing of it has been read yet, otherwise -1. */
  column: number;
  /** Strings with replacement fields that are open, innermost last. */
  readonly modes: StringMode[];
}

/** A lexer for a part of a source; offsets stay those of the whole. */
export function createLexer(
  source: string,
  from = 0,
  to = source.length
): Lexer {
  return {
    source,
    to,
    tokens: [],
    at: from,
    depth: 0,
    indents: [0],
    isLineStart: true,
    column: -1,
    modes: []
  };
}

/** Begin again at the start of a line, in a block of the given columns; later tokens are dropped. */
export function restartLexer(
  lexer: Lexer,
  at: number,
  keep: number,
  indents: readonly number[]
): void {
  lexer.tokens.length = keep;
  lexer.modes.length = 0;
  lexer.at = at;
  lexer.depth = 0;
  lexer.indents = [...indents];
  lexer.isLineStart = true;
}

/** Add at least one token. At the end of the source this adds `end` tokens without limit. */
export function lexMore(lexer: Lexer): void {
  // Most code is in no string.
  const mode = lexer.modes.length > 0 ? currentMode(lexer) : undefined;
  if (mode && mode.kind !== 'field') {
    lexText(lexer, mode);
    return;
  }
  if (lexer.isLineStart && lexer.depth === 0 && startLine(lexer)) {
    return;
  }
  skipSpace(lexer);
  if (lexer.at >= lexer.to) {
    lexEnd(lexer);
  } else if (lexer.source.charCodeAt(lexer.at) === BREAK) {
    push(lexer, 'newline', lexer.at, lexer.at + 1, '');
    lexer.isLineStart = true;
  } else {
    lexToken(lexer);
  }
}

/** Add a token; the first one of a line carries the line's column. */
export function push(
  lexer: Lexer,
  kind: TokenKind,
  start: number,
  end: number,
  text: string
): void {
  lexer.tokens.push({ kind, start, end, text, indent: lexer.column });
  lexer.column = -1;
  lexer.at = end;
}

/** Skip blank lines, then open and close blocks. True when that gave a token. */
function startLine(lexer: Lexer): boolean {
  const { source } = lexer;
  let column = measure(lexer);
  while (lexer.at < lexer.to && isBlankFrom(source.charCodeAt(lexer.at))) {
    lexer.at = Math.min(lineBreak(lexer) + 1, lexer.to);
    column = measure(lexer);
  }
  if (lexer.at >= lexer.to) {
    return false;
  }
  lexer.isLineStart = false;
  lexer.column = column;
  const before = lexer.tokens.length;
  openOrCloseBlocks(lexer, column);
  const end = magicLineEnd(source, lexer.at, lexer.to);
  if (end >= 0) {
    push(lexer, 'magic', lexer.at, end, '');
  }
  return lexer.tokens.length > before;
}

function openOrCloseBlocks(lexer: Lexer, column: number): void {
  const { indents, at } = lexer;
  if (column > (indents[indents.length - 1] ?? 0)) {
    indents.push(column);
    push(lexer, 'indent', at, at, '');
    lexer.column = column;
  }
  while (column < (indents[indents.length - 1] ?? 0)) {
    indents.pop();
    push(lexer, 'dedent', at, at, '');
    lexer.column = column;
    if (column > (indents[indents.length - 1] ?? 0)) {
      indents.push(column);
      push(
        lexer,
        'error',
        at,
        at,
        'unindent does not match any outer indentation level'
      );
      lexer.column = column;
      push(lexer, 'indent', at, at, '');
      lexer.column = column;
    }
  }
}

/** Read the spaces at the start of a line; the column counts as in Python. */
function measure(lexer: Lexer): number {
  let column = 0;
  for (; lexer.at < lexer.to; lexer.at++) {
    const code = lexer.source.charCodeAt(lexer.at);
    if (code === SPACE) {
      column++;
    } else if (code === 9) {
      column = (Math.floor(column / 8) + 1) * 8;
    } else if (code === 12 || code === 13 || code === 0xfeff) {
      column = 0;
    } else if (
      code === BACKSLASH &&
      lexer.source.charCodeAt(lexer.at + 1) === BREAK
    ) {
      lexer.at++;
    } else {
      break;
    }
  }
  return column;
}

function lineBreak(lexer: Lexer): number {
  const found = lexer.source.indexOf('\n', lexer.at);
  return found < 0 ? lexer.to : found;
}

/** Skip spaces, comments, joined lines and, inside brackets, line ends. */
function skipSpace(lexer: Lexer): void {
  const { source, to } = lexer;
  while (lexer.at < to) {
    const code = source.charCodeAt(lexer.at);
    if (isSpace(code)) {
      lexer.at++;
    } else if (code === HASH) {
      lexer.at = Math.min(lineBreak(lexer), to);
    } else if (
      code === BACKSLASH &&
      /^\r?\n/.test(source.slice(lexer.at + 1, lexer.at + 3))
    ) {
      lexer.at = lineBreak(lexer) + 1;
    } else if (code === BREAK && lexer.depth > 0) {
      lexer.at++;
      lexer.column = measure(lexer);
    } else {
      return;
    }
  }
}

function lexEnd(lexer: Lexer): void {
  const { at, tokens } = lexer;
  const last = tokens[tokens.length - 1]?.kind;
  lexer.column = -1;
  if (last && !['newline', 'dedent', 'end'].includes(last)) {
    push(lexer, 'newline', at, at, '');
  }
  while (lexer.indents.length > 1) {
    lexer.indents.pop();
    push(lexer, 'dedent', at, at, '');
  }
  push(lexer, 'end', at, at, '');
}

function lexToken(lexer: Lexer): void {
  const { source, at } = lexer;
  const code = source.charCodeAt(at);
  if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(at + 1)))) {
    const end = numberEnd(source, at);
    push(lexer, 'number', at, end, source.slice(at, end));
    return;
  }
  if (code === 34 || code === 39) {
    openString(lexer, at, at);
    return;
  }
  const end = nameEnd(source, at);
  if (end > at) {
    lexName(lexer, at, end);
  } else {
    lexOperator(lexer);
  }
}

const PREFIX = /^(?:[rR]?[bBfFtT]|[bBfFtT][rR]?|[rRuU])$/;

function lexName(lexer: Lexer, at: number, end: number): void {
  const { source } = lexer;
  const after = source.charCodeAt(end);
  if (
    end - at <= 2 &&
    (after === 34 || after === 39) &&
    PREFIX.test(source.slice(at, end))
  ) {
    openString(lexer, at, end);
    return;
  }
  const { text, kind } = wordAt(source, at, end);
  push(lexer, kind, at, end, text);
}

function unknownCharacter(char: string): string {
  if (isAscii(char)) {
    return 'invalid syntax';
  }
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
  const name = `U+${code.padStart(4, '0')}`;
  return /[\p{Z}\p{C}]/u.test(char)
    ? `invalid non-printable character ${name}`
    : `invalid character '${char}' (${name})`;
}

function lexOperator(lexer: Lexer): void {
  const { source, at, tokens } = lexer;
  const special = lexer.modes.length > 0 ? fieldEndsAt(lexer) : '';
  const text = special || operatorAt(source, at);
  const last = tokens[tokens.length - 1];
  if (
    lexer.depth === 0 &&
    last?.text === '=' &&
    /[%!]/.test(source[at] ?? '')
  ) {
    push(lexer, 'magic', at, continuedLineEnd(source, at, lexer.to), '');
    return;
  }
  if (!text) {
    const wide = (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    const end = Math.min(at + wide, lexer.to);
    push(lexer, 'error', at, end, unknownCharacter(source.slice(at, end)));
    return;
  }
  if (!special) {
    if (text === '(' || text === '[' || text === '{') {
      lexer.depth++;
    } else if (text === ')' || text === ']' || text === '}') {
      lexer.depth = Math.max(0, lexer.depth - 1);
    }
  }
  push(lexer, 'op', at, at + text.length, text);
}
