import { parseLines } from './blocks';
import { createLexer } from './lexer';
import { advance, createParser, note, type Parser } from './parser';
import type { Magic, Stmt, SyntaxProblem } from './tree';

/** Line magics whose argument is Python of the notebook. */
const RUNS_STATEMENT = new Set(['time', 'timeit', 'prun', 'memit', 'mprun']);

/** Cell magics whose body is Python of the notebook. */
const RUNS_CELL = new Set(['time', 'timeit', 'prun', 'capture', 'memit']);

const LINE = /^(%{1,2}|!{1,2})([\p{L}_][\w.-]*)?[ \t]*/u;

/** The magic, shell or help line that the next token holds. */
export function parseMagic(p: Parser): Magic {
  const { start, end } = advance(p);
  return magicOf(p.lexer.source, start, end, p.problems);
}

function magicOf(
  source: string,
  start: number,
  end: number,
  problems: SyntaxProblem[]
): Magic {
  const line = source.slice(start, end);
  const found = LINE.exec(line);
  if (!found || (line.trimEnd().endsWith('?') && !line.startsWith('!'))) {
    return plainMagic('help', '', start, start, end, line);
  }
  if (line.startsWith('!')) {
    const marks = found[1]?.length ?? 1;
    return plainMagic(
      'shell',
      '',
      start,
      start + marks,
      end,
      line.slice(marks)
    );
  }
  const name = found[2] ?? '';
  const textStart = start + found[0].length;
  const text = source.slice(textStart, end);
  const magic = plainMagic('line', name, start, textStart, end, text);
  if (!RUNS_STATEMENT.has(name)) {
    return magic;
  }
  const from = textStart + optionsLength(text);
  return { ...magic, body: parsePart(source, from, end, problems) };
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

/** Length of the options before the statement: `-n 10 -r3 `. */
function optionsLength(text: string): number {
  return (
    /^(?:-(?:[nr][ \t]*\d+|[a-zA-Z]+)(?:[ \t]+|$))*/.exec(text)?.[0].length ?? 0
  );
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
  const first = isStatement ? textStart + optionsLength(magic.text) : lineEnd;
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
  problems: SyntaxProblem[]
): Stmt[] {
  const p = createParser(createLexer(source, from, to));
  const body: Stmt[] = [];
  while (p.lexer.tokens[p.pos]?.kind !== 'end') {
    parseLines(p, body);
  }
  p.problems.forEach(problem => note(problems, problem));
  return body;
}
