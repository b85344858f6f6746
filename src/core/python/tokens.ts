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
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except ' +
    'finally for from global if import in is lambda nonlocal not or pass raise return try ' +
    'while with yield'
  ).split(' ')
);

const OPERATORS3 = new Set(['**=', '//=', '>>=', '<<=', '...']);
const OPERATORS2 = new Set(
  '** // >> << <= >= == != -> += -= *= /= %= &= |= ^= @= :='.split(' ')
);
const OPERATORS1 = new Set('+-*/%@&|^~<>()[]{},:.;='.split(''));

/** The longest operator at a place, or an empty text. */
export function operatorAt(source: string, at: number): string {
  const three = source.slice(at, at + 3);
  if (OPERATORS3.has(three)) {
    return three;
  }
  const two = three.slice(0, 2);
  if (OPERATORS2.has(two)) {
    return two;
  }
  const one = three.slice(0, 1);
  return OPERATORS1.has(one) ? one : '';
}

/** True for characters that an ASCII name may begin with. */
export function startsName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
  );
}

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
    } while (startsName(code) || isDigit(code));
  }
  if (!(code >= 128)) {
    return end;
  }
  WIDE_NAME.lastIndex = at;
  return WIDE_NAME.test(source) ? WIDE_NAME.lastIndex : end;
}
