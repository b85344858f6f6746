export type TokenKind =
  | 'name'
  | 'keyword'
  | 'number'
  | 'string'
  | 'fstart'
  | 'fmiddle'
  | 'fend'
  | 'op'
  | 'magic'
  | 'newline'
  | 'indent'
  | 'dedent'
  | 'error'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The name (after NFKC), keyword, operator or number; what is wrong for an `error`. */
  readonly text: string;
  /** Column of the first token of a line, tabs expanded as Python does; otherwise -1. */
  readonly indent: number;
}

/** Words that can never be names. `match`, `case`, `type` and `_` are decided by the parser. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except ' +
    'finally for from global if import in is lambda nonlocal not or pass raise return try ' +
    'while with yield'
  ).split(' ')
);

/** A map from each of these texts to itself: the one copy that tokens share. */
function sharedTexts(texts: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...texts].map(text => [text, text]));
}

const SHARED_KEYWORDS = sharedTexts(KEYWORDS);

/** The keyword that a text is, or an empty text. Tokens share it, which makes comparing fast. */
export function keywordOf(text: string): string {
  const { length } = text;
  return length > 8 || length < 2 ? '' : (SHARED_KEYWORDS.get(text) ?? '');
}

const OPERATORS3 = sharedTexts(['**=', '//=', '>>=', '<<=', '...']);
const OPERATORS2 = sharedTexts(
  '** // >> << <= >= == != -> += -= *= /= %= &= |= ^= @= :='.split(' ')
);
const OPERATORS1 = '+-*/%@&|^~<>()[]{},:.;='.split('');

/** Operators of one character, by its code. */
const BY_CODE: readonly string[] = Array.from({ length: 128 }, (_, code) =>
  OPERATORS1.includes(String.fromCharCode(code))
    ? String.fromCharCode(code)
    : ''
);

/** Characters that an operator of several can have in the second place. */
const SECOND: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  '*/<>=.'.includes(String.fromCharCode(code))
);

/** The longest operator at a place, or an empty text. */
export function operatorAt(source: string, at: number): string {
  const one = BY_CODE[source.charCodeAt(at)] ?? '';
  // Behind the end there is no number to ask for.
  if (at + 1 >= source.length || !SECOND[source.charCodeAt(at + 1)]) {
    return one;
  }
  return (
    OPERATORS3.get(source.slice(at, at + 3)) ??
    OPERATORS2.get(source.slice(at, at + 2)) ??
    one
  );
}

export const BREAK = 10;
export const SPACE = 32;
export const HASH = 35;
export const BACKSLASH = 92;

/** A space, tab, form feed or carriage return. */
export function isSpace(code: number): boolean {
  return code === SPACE || code === 9 || code === 12 || code === 13;
}

/** A line break, or the sign that begins a comment: nothing but blanks stands before it. */
export function isBlankFrom(code: number): boolean {
  return code === HASH || code === BREAK;
}

/** True for characters that an ASCII name may begin with. */
export function startsName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
  );
}

/** Characters that an ASCII name may go on with, by code: names are most of a source. */
const IN_NAME: readonly boolean[] = Array.from(
  { length: 128 },
  (_, code) => startsName(code) || isDigit(code)
);

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;

const WIDE_NAME = /[\p{XID_Start}_]\p{XID_Continue}*/uy;

/** End of the number that begins here; its first character is a digit or a dot before one. */
export function numberEnd(source: string, at: number): number {
  NUMBER.lastIndex = at;
  NUMBER.test(source);
  return NUMBER.lastIndex;
}

/** End of the name that begins here, or the same place when none does. */
export function nameEnd(source: string, at: number): number {
  let end = at;
  let code = source.charCodeAt(end);
  if (startsName(code)) {
    do {
      code = source.charCodeAt(++end);
    } while (code < 128 && IN_NAME[code]);
  }
  if (!(code >= 128)) {
    return end;
  }
  WIDE_NAME.lastIndex = at;
  return WIDE_NAME.test(source) ? WIDE_NAME.lastIndex : end;
}
