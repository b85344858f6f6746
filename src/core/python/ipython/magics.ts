import { parseLines } from '../parser/blocks';
import { createLexer } from '../lexer/lexer';
import {
  advance,
  createParser,
  nested,
  note,
  type Parser
} from '../parser/parser';
import type { Magic, Stmt, SyntaxProblem } from '../tree/tree';

/** Line magics whose argument is Python of the notebook. */
const RUNS_STATEMENT = new Set(['time', 'timeit', 'prun', 'memit', 'mprun']);

/** Cell magics whose body is Python of the notebook. */
const RUNS_CELL = new Set(['time', 'timeit', 'prun', 'capture', 'memit']);

const LINE = /^(%{1,2}|!{1,2})([\p{L}_][\w.-]*)?[ \t]*/u;

/** The magic, shell or help line that the next token holds. */
export function parseMagic(p: Parser): Magic {
  const { start, end } = advance(p);
  const { source } = p.lexer;
  const line = source.slice(start, end);
  const found = LINE.exec(line);
  if (!found || (line.trimEnd().endsWith('?') && !line.startsWith('!'))) {
    return plainMagic('help', '', start, start, end, line);
  }
  if (line.startsWith('!')) {
    const marks = found[1]?.length ?? 1;
    const text = line.slice(marks);
    return plainMagic('shell', '', start, start + marks, end, text);
  }
  const textStart = start + found[0].length;
  return parseLineMagic(p, found[2] ?? '', start, textStart, end);
}

/** A magic of one line, from its name on. */
export function parseLineMagic(
  p: Parser,
  name: string,
  start: number,
  textStart: number,
  end: number
): Magic {
  const { source } = p.lexer;
  const text = source.slice(textStart, end);
  const magic = plainMagic('line', name, start, textStart, end, text);
  if (!RUNS_STATEMENT.has(name)) {
    return magic;
  }
  const from = textStart + optionsLength(name, text);
  // A magic can run a magic; no deeper than anything else may be nested.
  const body = nested(p, ({ depth, failure, problems }) =>
    failure ? [] : parsePart(source, from, end, problems, depth)
  );
  return { ...magic, body };
}

function plainMagic(
  form: Magic['form'],
  name: string,
  start: number,
  textStart: number,
  end: number,
  text: string
): Magic {
  return {
    kind: 'Magic',
    form,
    name,
    text,
    textStart,
    content: null,
    body: [],
    start,
    end
  };
}

/** The options of these magics that have a value. */
const VALUED: Readonly<Record<string, string>> = {
  timeit: 'nrp',
  prun: 'lsTD',
  memit: 'rti',
  mprun: 'fTc'
};

/** Length of the options before the statement: `-n 10 -r3 `. */
function optionsLength(name: string, text: string): number {
  const valued = VALUED[name];
  const option = valued
    ? new RegExp(`^(?:-[${valued}][ \\t]*\\S+|--?[a-zA-Z][\\w-]*)(?:[ \\t]+|$)`)
    : /^--?[a-zA-Z][\w-]*(?:[ \t]+|$)/;
  let length = 0;
  for (
    let found = option.exec(text);
    found;
    found = option.exec(text.slice(length))
  ) {
    length += found[0].length;
  }
  return length;
}

/** A whole cell that begins with a cell magic at `start`. */
export function parseCellMagic(
  source: string,
  start: number,
  problems: SyntaxProblem[]
): Magic {
  const found = source.indexOf('\n', start);
  const lineEnd = found < 0 ? source.length : found;
  const line = source.slice(start, lineEnd);
  const head = LINE.exec(line);
  const name = head?.[2] ?? '';
  const textStart = start + (head?.[0].length ?? 2);
  const rest = Math.min(lineEnd + 1, source.length);
  const magic = {
    ...plainMagic('cell', name, start, textStart, source.length, ''),
    text: source.slice(textStart, lineEnd)
  };
  if (!RUNS_CELL.has(name)) {
    return { ...magic, content: source.slice(rest) };
  }
  const isStatement = name === 'timeit' || name === 'prun' || name === 'time';
  const first = isStatement
    ? textStart + optionsLength(name, magic.text)
    : lineEnd;
  const body = [
    ...parsePart(source, first, lineEnd, problems),
    ...parsePart(source, rest, source.length, problems)
  ];
  return { ...magic, body };
}

/** Parse a part of a source as statements of their own. */
export function parsePart(
  source: string,
  from: number,
  to: number,
  problems: SyntaxProblem[],
  depth = 0
): Stmt[] {
  const p = createParser(createLexer(source, from, to), depth);
  const body: Stmt[] = [];
  while (p.lexer.tokens[p.pos]?.kind !== 'end') {
    parseLines(p, body);
  }
  p.problems.forEach(problem => note(problems, problem));
  return body;
}
