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
const KEYWORDS: readonly string[] = (
  'False None True and as assert async await break class continue def del elif else except ' +
  'finally for from global if import in is lambda nonlocal not or pass raise return try ' +
  'while with yield'
).split(' ');

/** The copy of a text that the engine keeps for keys, which compares fast with those in code. */
function kept(text: string): string {
  const [key = text] = Object.keys({ [text]: null });
  return key;
}

/** A name or a keyword, of which all tokens share the one text. */
export interface Word {
  readonly text: string;
  readonly isKeyword: boolean;
}

const KEYWORD_WORDS: readonly Word[] = KEYWORDS.map(text => ({
  text: kept(text),
  isKeyword: true
}));

/** So many words are remembered; then it begins anew. */
const WORD_LIMIT = 16_384;

const words = new Map<string, Word>();

function beginWords(): void {
  words.clear();
  KEYWORD_WORDS.forEach(word => words.set(word.text, word));
}

beginWords();

/**
 * The word that this text is. What cells mention is looked up again and again behind the parser,
 * which is fastest for the very same text.
 */
export function wordOf(text: string): Word {
  const known = words.get(text);
  if (known) {
    return known;
  }
  if (words.size >= WORD_LIMIT) {
    beginWords();
  }
  // A longer piece holds on to the whole source, so it is copied.
  const own = text.length > 12 ? ` ${text}`.slice(1) : text;
  const word: Word = { text: own, isKeyword: false };
  words.set(own, word);
  return word;
}

/** A map from each of these texts to itself: the one copy that tokens share. */
function sharedTexts(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(texts.map(kept).map(text => [text, text]));
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
  if (!SECOND[source.charCodeAt(at + 1)]) {
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
