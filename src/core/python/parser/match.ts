import { parseBlock } from './blocks';
import { parseNamed, parseTuple, startsExpression } from './expressions';
import { parseCasePattern } from './patterns';
import {
  accept,
  advance,
  atKind,
  fail,
  mark,
  peek,
  reset,
  type Parser
} from './parser';
import type { Expr, MatchCase, Stmt } from '../tree/tree';

/** A `match` statement; `null` when the word is an ordinary name here. */
export function parseMatch(p: Parser): Stmt | null {
  const before = mark(p);
  const { start } = advance(p);
  const subject = startsExpression(p) ? parseSubject(p) : null;
  if (!subject) {
    reset(p, before);
    return null;
  }
  const cases: MatchCase[] = [];
  while (isCase(p)) {
    cases.push(parseCase(p));
  }
  if (atKind(p, 'dedent')) {
    advance(p);
  } else if (!atKind(p, 'end')) {
    fail(p, "expected 'case'");
  }
  return { kind: 'Match', subject, cases, start, end: p.lastEnd };
}

function parseSubject(p: Parser): Expr | null {
  const subject = parseTuple(p);
  if (!accept(p, ':') || !atKind(p, 'newline')) {
    return null;
  }
  advance(p);
  if (!atKind(p, 'indent')) {
    return null;
  }
  advance(p);
  return isCase(p) ? subject : null;
}

function isCase(p: Parser): boolean {
  return atKind(p, 'name') && peek(p).text === 'case';
}

function parseCase(p: Parser): MatchCase {
  const { start } = advance(p);
  const pattern = parseCasePattern(p);
  const guard = accept(p, 'if') ? parseNamed(p) : null;
  return { pattern, guard, body: parseBlock(p, "'case' statement", start) };
}
