import { parseBitwiseOr, parseDisjunction, parseTuple } from './expressions';
import { accept, at, expect, peek, type Parser } from './parser';
import { checkTarget } from './targets';
import type { Comprehension, Expr } from '../tree/tree';

/** `for … in … if …`, as often as it comes. */
export function parseComprehensions(p: Parser): Comprehension[] {
  const found: Comprehension[] = [];
  while (at(p, 'for') || at(p, 'async')) {
    const { start } = peek(p);
    const isAsync = accept(p, 'async');
    expect(p, 'for');
    const target = parseTargets(p);
    expect(p, 'in');
    const iter = parseDisjunction(p);
    const ifs: Expr[] = [];
    while (accept(p, 'if')) {
      ifs.push(parseDisjunction(p));
    }
    found.push({ target, iter, ifs, isAsync, start, end: p.lastEnd });
  }
  return found;
}

/** The targets between `for` and `in`. */
export function parseTargets(p: Parser): Expr {
  const target = parseTuple(p, parseStarTarget);
  checkTarget(p, target);
  return target;
}

function parseStarTarget(p: Parser): Expr {
  const { start } = peek(p);
  if (!accept(p, '*')) {
    return parseBitwiseOr(p);
  }
  const value = parseBitwiseOr(p);
  return { kind: 'Starred', value, start, end: p.lastEnd };
}
