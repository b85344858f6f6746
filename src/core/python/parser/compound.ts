import { parseBlock } from './blocks';
import { parseCallArguments } from './call-arguments';
import { parseTargets } from './comprehensions';
import { parseExpr, parseNamed, parseTuple, parseValue } from './expressions';
import { parseMatch } from './match';
import { parseParameters, parseTypeParams } from './parameters';
import {
  accept,
  advance,
  at,
  atKind,
  expect,
  expectName,
  fail,
  peek,
  peekSecond,
  type Parser
} from './parser';
import type { ExceptHandler, Expr, Stmt } from '../tree/tree';
import { parseWith } from './with';

/** The compound statement that begins here; `null` when there is none. */
export function parseCompound(p: Parser): Stmt | null {
  const { kind, text, start } = peek(p);
  if (kind === 'op' && text === '@') {
    return parseDecorated(p);
  }
  if (kind === 'name' && text === 'match') {
    return parseMatch(p);
  }
  if (kind !== 'keyword') {
    return null;
  }
  switch (text) {
    case 'if':
      return parseIf(p);
    case 'while':
      return parseWhile(p);
    case 'for':
      return parseFor(p, start, false);
    case 'try':
      return parseTry(p);
    case 'with':
      return parseWith(p, start, false);
    case 'def':
      return parseFunction(p, [], start, false);
    case 'class':
      return parseClass(p, []);
    case 'async':
      return parseAsync(p, []);
    default:
      return null;
  }
}

function parseAsync(p: Parser, decorators: readonly Expr[]): Stmt | null {
  const { start } = advance(p);
  if (at(p, 'def')) {
    return parseFunction(p, decorators, start, true);
  }
  if (at(p, 'for')) {
    return parseFor(p, start, true);
  }
  if (at(p, 'with')) {
    return parseWith(p, start, true);
  }
  fail(p, 'invalid syntax');
  return null;
}

function parseDecorated(p: Parser): Stmt | null {
  const decorators: Expr[] = [];
  while (accept(p, '@')) {
    decorators.push(parseNamed(p));
    if (!atKind(p, 'newline')) {
      fail(p, 'invalid syntax');
    }
    advance(p);
  }
  const { start } = peek(p);
  if (at(p, 'def')) {
    return parseFunction(p, decorators, start, false);
  }
  if (at(p, 'class')) {
    return parseClass(p, decorators);
  }
  if (at(p, 'async') && peekSecond(p).text === 'def') {
    return parseAsync(p, decorators);
  }
  fail(p, 'invalid syntax');
  return null;
}

function parseFunction(
  p: Parser,
  decorators: readonly Expr[],
  start: number,
  isAsync: boolean
): Stmt {
  advance(p);
  const name = expectName(p);
  const typeParams = parseTypeParams(p);
  expect(p, '(');
  const args = parseParameters(p, ')', true);
  expect(p, ')');
  const returns = accept(p, '->') ? parseTuple(p) : null;
  const body = parseBlock(p, 'function definition', start);
  return {
    kind: 'FunctionDef',
    name,
    args,
    body,
    decorators,
    returns,
    typeParams,
    isAsync,
    start,
    end: p.lastEnd
  };
}

function parseClass(p: Parser, decorators: readonly Expr[]): Stmt {
  const { start } = advance(p);
  const name = expectName(p);
  const typeParams = parseTypeParams(p);
  const { args: bases, keywords } = at(p, '(')
    ? parseCallArguments(p)
    : { args: [], keywords: [] };
  const body = parseBlock(p, 'class definition', start);
  return {
    kind: 'ClassDef',
    name,
    bases,
    keywords,
    body,
    decorators,
    typeParams,
    start,
    end: p.lastEnd
  };
}

interface Arm {
  readonly start: number;
  readonly test: Expr;
  readonly body: readonly Stmt[];
}

/** `if` with any number of `elif`, read in a loop: a long chain must not nest. */
function parseIf(p: Parser): Stmt {
  const arms: Arm[] = [];
  do {
    const { start, text } = advance(p);
    const test = parseNamed(p);
    const body = parseBlock(p, `'${text}' statement`, start);
    arms.push({ start, test, body });
  } while (at(p, 'elif'));
  let orelse: readonly Stmt[] = parseElse(p);
  const end = p.lastEnd;
  for (const { start, test, body } of arms.slice(1).reverse()) {
    orelse = [{ kind: 'If', test, body, orelse, start, end }];
  }
  const [{ start, test, body } = { start: 0, test: null, body: [] }] = arms;
  return test
    ? { kind: 'If', test, body, orelse, start, end }
    : { kind: 'Pass', start, end };
}

function parseElse(p: Parser): readonly Stmt[] {
  const { start } = peek(p);
  return accept(p, 'else') ? parseBlock(p, "'else' statement", start) : [];
}

function parseWhile(p: Parser): Stmt {
  const { start } = advance(p);
  const test = parseNamed(p);
  const body = parseBlock(p, "'while' statement", start);
  const orelse = parseElse(p);
  return { kind: 'While', test, body, orelse, start, end: p.lastEnd };
}

function parseFor(p: Parser, start: number, isAsync: boolean): Stmt {
  advance(p);
  const target = parseTargets(p);
  expect(p, 'in');
  const iter = parseValue(p);
  const body = parseBlock(p, "'for' statement", start);
  const orelse = parseElse(p);
  const end = p.lastEnd;
  return { kind: 'For', target, iter, body, orelse, isAsync, start, end };
}

function parseTry(p: Parser): Stmt {
  const { start } = advance(p);
  const body = parseBlock(p, "'try' statement", start);
  const handlers: ExceptHandler[] = [];
  let star = false;
  while (at(p, 'except')) {
    const from = advance(p).start;
    star = accept(p, '*') || star;
    const type = at(p, ':') ? null : parseTuple(p, parseExpr);
    const name = accept(p, 'as') ? expectName(p) : null;
    const handled = parseBlock(p, "'except' statement", from);
    handlers.push({ type, name, body: handled, start: from, end: p.lastEnd });
  }
  const orelse = handlers.length > 0 ? parseElse(p) : [];
  const last = peek(p).start;
  const hasFinally = accept(p, 'finally');
  const finalbody = hasFinally
    ? parseBlock(p, "'finally' statement", last)
    : [];
  if (handlers.length === 0 && !hasFinally) {
    fail(p, "expected 'except' or 'finally' block");
  }
  const end = p.lastEnd;
  return { kind: 'Try', body, handlers, orelse, finalbody, star, start, end };
}
