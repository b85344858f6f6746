import { explain, lineOf } from './explain';
import { continuedLineEnd, isAutomagic } from '../ipython/lines';
import { restartLexer } from '../lexer/lexer';
import { parseLineMagic } from '../ipython/magics';
import {
  advance,
  atKind,
  expect,
  fail,
  forgive,
  isFull,
  moveTo,
  nested,
  note,
  peek,
  tokenAt,
  type Parser
} from './parser';
import { parseStatement } from './statements';
import type { Bad, Name, Stmt } from '../tree/tree';

/**
 * The body of a compound statement, its colon included: a block, or statements on the line.
 * `what` names the statement or clause that begins at offset `start`.
 */
export function parseBlock(
  p: Parser,
  what: string,
  start: number
): readonly Stmt[] {
  expect(p, ':');
  const body: Stmt[] = [];
  if (p.failure) {
    return body;
  }
  if (!atKind(p, 'newline')) {
    nested(p, inner => parseStatement(inner, body));
  } else {
    advance(p);
    if (atKind(p, 'indent')) {
      advance(p);
      nested(p, inner => parseLines(inner, body));
    } else {
      const line = lineOf(p, start);
      fail(p, `expected an indented block after ${what} on line ${line}`);
    }
  }
  return body;
}

/** Statements up to the end of their block. Whatever cannot be parsed becomes `Bad`. */
export function parseLines(p: Parser, body: Stmt[]): void {
  const indents = [...p.lexer.indents];
  for (
    let { kind } = peek(p);
    kind !== 'end' && kind !== 'dedent';
    { kind } = peek(p)
  ) {
    parseLine(p, body, indents);
  }
  if (atKind(p, 'dedent')) {
    advance(p);
  }
}

function parseLine(p: Parser, body: Stmt[], indents: readonly number[]): void {
  const from = p.pos;
  const { kind, text, start } = peek(p);
  if (kind === 'indent' || (kind === 'error' && text.startsWith('unindent'))) {
    const message = text || 'unexpected indent';
    note(p.problems, { message, start, end: start });
    moveTo(p, p.pos + 1);
    return;
  }
  const count = body.length;
  parseStatement(p, body);
  if (p.failure && isAutomagic(p.lexer.source, start)) {
    body.length = count;
    body.push(parseAutomagic(p, from, indents));
    return;
  }
  const failure = forgive(p);
  if (failure) {
    note(p.problems, isFull(p.problems) ? failure : explain(p, from, failure));
    // The last statement is the one that failed half-way.
    body.length = Math.max(count, body.length - 1);
    recover(p, from, indents);
    const bad = badStatement(p, from);
    body.push(bad);
    p.lastEnd = bad.end;
  }
}

/** A line that is no Python, but begins with the name of a magic. */
function parseAutomagic(
  p: Parser,
  from: number,
  indents: readonly number[]
): Stmt {
  const { source, to } = p.lexer;
  const { start, end: textStart, text } = tokenAt(p, from);
  const end = continuedLineEnd(source, start, to);
  forgive(p);
  restartLexer(p.lexer, Math.min(end + 1, to), from, indents);
  moveTo(p, from);
  p.lastEnd = end;
  return parseLineMagic(p, text, start, Math.min(textStart + 1, end), end);
}

/** Words that continue a statement, so that no statement begins with them. */
const CONTINUES = /^(?:else|elif|except|finally)$/;

/**
 * Go on at the next line that is indented no further than this block, also inside brackets:
 * what stands there below a bracket left open is seldom meant to be in it.
 */
function recover(p: Parser, from: number, indents: readonly number[]): void {
  const column = indents[indents.length - 1] ?? 0;
  const begin = tokenAt(p, from).start;
  const { source } = p.lexer;
  for (let i = from + 1; ; i++) {
    const { kind, start, indent, text } = tokenAt(p, i);
    if (kind === 'end') {
      moveTo(p, i);
      return;
    }
    if (
      indent < 0 ||
      indent > column ||
      kind === 'dedent' ||
      (kind === 'op' && /[)\]}]/.test(text)) ||
      (kind === 'keyword' && CONTINUES.test(text))
    ) {
      continue;
    }
    const line = source.lastIndexOf('\n', start - 1) + 1;
    if (line > begin) {
      restartLexer(p.lexer, line, i, indents);
      moveTo(p, i);
      return;
    }
  }
}

/** What is known of a statement that cannot be parsed: the names it mentions. */
function badStatement(p: Parser, from: number): Bad {
  const tokens = p.lexer.tokens.slice(from, p.pos);
  const names = tokens
    .filter(({ kind }, i) => kind === 'name' && tokens[i - 1]?.text !== '.')
    .map(({ text, start, end }): Name => ({
      kind: 'Name',
      id: text,
      start,
      end
    }));
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? start;
  return { kind: 'Bad', names, start, end };
}
