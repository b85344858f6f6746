import { parseComprehensions } from './comprehensions';
import { parseExpr, parseNamed } from './expressions';
import {
  accept,
  advance,
  at,
  atKind,
  expect,
  fail,
  peek,
  peekSecond,
  type Parser
} from './parser';
import type { Token } from '../lexer/tokens';
import type { Expr, Keyword } from '../tree/tree';

/** The arguments of a call or of a class statement. */
export interface CallArguments {
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

/** Arguments in parentheses; the opening one comes next. */
export function parseCallArguments(p: Parser): CallArguments {
  const { start } = advance(p);
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  while (!at(p, ')') && !p.failure) {
    parseArgument(p, start, args, keywords);
    if (!accept(p, ',')) {
      break;
    }
  }
  expect(p, ')');
  return { args: closeGenerator(args, p.lastEnd), keywords };
}

function parseArgument(
  p: Parser,
  open: number,
  args: Expr[],
  keywords: Keyword[]
): void {
  const { kind, start, text } = peek(p);
  if (kind === 'name' && isEqualSign(peekSecond(p))) {
    advance(p);
    advance(p);
    const value = parseExpr(p);
    keywords.push({ arg: text, value, start, end: p.lastEnd });
  } else if (kind === 'op' && accept(p, '**')) {
    const value = parseExpr(p);
    keywords.push({ arg: null, value, start, end: p.lastEnd });
  } else if (kind === 'op' && accept(p, '*')) {
    if (keywords.some(({ arg }) => arg === null)) {
      fail(
        p,
        'iterable argument unpacking follows keyword argument unpacking',
        start
      );
    }
    const value = parseExpr(p);
    args.push({ kind: 'Starred', value, start, end: p.lastEnd });
  } else {
    const last = keywords.at(-1);
    if (last) {
      const what = last.arg === null ? ' unpacking' : '';
      const message = `positional argument follows keyword argument${what}`;
      args.push(parsePositional(p, open));
      fail(p, message, start, p.lastEnd);
      return;
    }
    args.push(parsePositional(p, open));
  }
}

function isEqualSign({ kind, text }: Token): boolean {
  return kind === 'op' && text === '=';
}

function parsePositional(p: Parser, open: number): Expr {
  const elt = parseNamed(p);
  if (!atKind(p, 'keyword') || (!at(p, 'for') && !at(p, 'async'))) {
    return elt;
  }
  const generators = parseComprehensions(p);
  return { kind: 'GeneratorExp', elt, generators, start: open, end: -1 };
}

/** A generator that is the only argument has the call's parentheses for its own. */
function closeGenerator(args: readonly Expr[], end: number): readonly Expr[] {
  return args.some(arg => arg.end < 0)
    ? args.map(arg => (arg.end < 0 ? { ...arg, end } : arg))
    : args;
}
