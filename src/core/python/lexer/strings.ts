import { push, type Lexer } from './lexer';

/**
 * Where the lexer stands in a string with replacement fields: in its text, in the code of a
 * field, or in the text of a format.
 */
export interface StringMode {
  readonly kind: 'text' | 'field' | 'format';
  readonly quote: string;
  readonly isRaw: boolean;
  /** Brackets that were open where the field began. */
  readonly depth: number;
}

/** The innermost string that is open, if any is; asked for with every token. */
export function currentMode({ modes }: Lexer): StringMode | undefined {
  // Looking below the first element of a list is slow.
  return modes.length > 0 ? modes[modes.length - 1] : undefined;
}

/** Read a plain string whole; of one with fields only the opening quotes. */
export function openString(lexer: Lexer, start: number, at: number): void {
  const { source, to } = lexer;
  const char = source[at] ?? '';
  const isTriple = source[at + 1] === char && source[at + 2] === char;
  const quote = isTriple && at + 2 < to ? char.repeat(3) : char;
  const prefix = source.slice(start, at);
  if (/[fFtT]/.test(prefix)) {
    const { depth } = lexer;
    const isRaw = /[rR]/.test(prefix);
    push(lexer, 'fstart', start, at + quote.length, prefix + quote);
    lexer.modes.push({ kind: 'text', quote, isRaw, depth });
    return;
  }
  const end = stringEnd(source, at + quote.length, to, quote);
  if (end < 0) {
    unterminated(lexer, start, at + quote.length, quote);
  } else {
    push(lexer, 'string', start, end, prefix + quote);
  }
}

function stringEnd(
  source: string,
  from: number,
  to: number,
  quote: string
): number {
  const first = quote.charCodeAt(0);
  for (let at = from; at < to; at++) {
    const code = source.charCodeAt(at);
    if (code === 92) {
      at += source.startsWith('\r\n', at + 1) ? 2 : 1;
    } else if (code === first && source.startsWith(quote, at)) {
      const end = at + quote.length;
      return end <= to ? end : -1;
    } else if (code === 10 && quote.length === 1) {
      return -1;
    }
  }
  return -1;
}

function unterminated(
  lexer: Lexer,
  start: number,
  at: number,
  quote: string
): void {
  const kind = quote.length === 3 ? 'triple-quoted string' : 'string';
  let end = lexer.source.indexOf('\n', at);
  if (end < 0 || end > lexer.to || quote.length === 3) {
    end = lexer.to;
  }
  const line = lexer.source.slice(0, end).trimEnd().split('\n').length;
  const seen = quote.length === 3 ? ` (detected at line ${line})` : '';
  push(lexer, 'error', start, end, `unterminated ${kind} literal${seen}`);
}

/** Read the text of a string up to the next field, the end of the format or the closing quotes. */
export function lexText(lexer: Lexer, mode: StringMode): void {
  const { source, to } = lexer;
  const start = lexer.at;
  let at = start;
  for (; at < to; at++) {
    const char = source[at];
    if (
      mode.kind === 'text' &&
      (char === '{' || char === '}') &&
      source[at + 1] === char
    ) {
      at++;
    } else if (char === '{' || char === '}' || closes(source, at, mode)) {
      break;
    } else if (char === '\\') {
      at += skipEscape(source, at, mode);
    } else if (char === '\n' && mode.quote.length === 1) {
      break;
    }
  }
  at = Math.min(at, to);
  if (at > start) {
    push(lexer, 'fmiddle', start, at, '');
    return;
  }
  endText(lexer, mode, at);
}

function closes(source: string, at: number, mode: StringMode): boolean {
  return source[at] === mode.quote[0] && source.startsWith(mode.quote, at);
}

/** How many characters belong to an escape, beyond its backslash. */
function skipEscape(source: string, at: number, mode: StringMode): number {
  const next = source[at + 1];
  if (next === '{' || next === '}') {
    return 0;
  }
  if (next === '\r' && source[at + 2] === '\n') {
    return 2;
  }
  if (next === 'N' && source[at + 2] === '{' && !mode.isRaw) {
    const close = source.indexOf('}', at);
    return close < 0 ? 1 : close - at;
  }
  return 1;
}

function endText(lexer: Lexer, mode: StringMode, at: number): void {
  const { source, modes, to } = lexer;
  if (source[at] === '{' && at < to) {
    modes.push({ ...mode, kind: 'field', depth: ++lexer.depth });
    push(lexer, 'op', at, at + 1, '{');
  } else if (source[at] === '}' && at < to && mode.kind === 'format') {
    modes.pop();
    closeField(lexer, at);
  } else if (at < to && mode.kind === 'text' && closes(source, at, mode)) {
    modes.pop();
    push(lexer, 'fend', at, at + mode.quote.length, '');
  } else {
    modes.length = 0;
    const isText = at >= to || source[at] === '\n';
    const what = isText
      ? 'unterminated f-string literal'
      : "f-string: single '}' is not allowed";
    push(lexer, 'error', at, Math.max(at, Math.min(at + 1, to)), what);
  }
}

function closeField(lexer: Lexer, at: number): void {
  lexer.modes.pop();
  lexer.depth = Math.max(0, lexer.depth - 1);
  push(lexer, 'op', at, at + 1, '}');
}

/**
 * In the code of a field: take the character that ends it, or that begins its format or its
 * conversion. Gives that operator, or an empty text when the next token is ordinary code.
 */
export function fieldEndsAt(lexer: Lexer): string {
  const { source, at, modes } = lexer;
  const mode = currentMode(lexer);
  if (!mode || lexer.depth !== mode.depth) {
    return '';
  }
  const char = source[at];
  if (char === '}') {
    modes.pop();
    lexer.depth = Math.max(0, lexer.depth - 1);
    return '}';
  }
  if (char === ':') {
    modes.push({ ...mode, kind: 'format' });
    return ':';
  }
  return char === '!' && source[at + 1] !== '=' ? '!' : '';
}
