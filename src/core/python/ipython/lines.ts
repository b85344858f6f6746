const HELP_SUFFIX =
  /^%{0,2}[^\s\d!?()#'"][^\s()!#'"]*(?:\[[^\]]*\])?\s*\?\??\s*$/u;

const AUTOMAGIC =
  /^(?:pip|conda|mamba|cd|ls|ll|cat|cp|mv|rm|mkdir|rmdir|man|whos|matplotlib|load_ext|timeit)[ \t]/;

/** True for a line that IPython runs as a magic, although no `%` is in front, if it is no Python. */
export function isAutomagic(source: string, at: number): boolean {
  return AUTOMAGIC.test(source.slice(at, at + 12));
}

/**
 * End of the IPython line that begins at `at`, the first character of a logical line; -1 when
 * the line is Python. A trailing backslash continues a magic or a command.
 */
export function magicLineEnd(source: string, at: number, to: number): number {
  const first = source[at];
  if (first === '%' || first === '!' || first === '?') {
    return continuedLineEnd(source, at, to);
  }
  const end = lineEnd(source, at, to);
  let last = end - 1;
  while (last > at && (source[last] === ' ' || source[last] === '\t')) {
    last--;
  }
  if (source[last] !== '?') {
    return -1;
  }
  return HELP_SUFFIX.test(source.slice(at, end)) ? end : -1;
}

/** End of the physical line, its line break not included. */
export function lineEnd(source: string, at: number, to: number): number {
  const found = source.indexOf('\n', at);
  return found < 0 || found > to ? to : found;
}

/** As `lineEnd`, going on while lines end with a backslash. */
export function continuedLineEnd(
  source: string,
  at: number,
  to: number
): number {
  let end = lineEnd(source, at, to);
  while (end < to && source[end - 1] === '\\') {
    end = lineEnd(source, end + 1, to);
  }
  return end;
}

/** Where a cell magic begins, blank lines skipped; -1 when the cell has none. */
export function cellMagicStart(source: string): number {
  const start = source.search(/\S/);
  return start >= 0 && source.startsWith('%%', start) ? start : -1;
}
