import { parseBlock } from './blocks';
import { parseExpr, parseStarredOrNamed } from './expressions';
import {
  accept,
  advance,
  at,
  expect,
  mark,
  reset,
  type Parser
} from './parser';
import { checkTarget } from './targets';
import type { Stmt, WithItem } from '../tree/tree';

/** `with a as x, b as y:`, with or without parentheses around the items. */
export function parseWith(p: Parser, start: number, isAsync: boolean): Stmt {
  advance(p);
  const items = parseGroupedItems(p) ?? parseItems(p, ':');
  const body = parseBlock(p, "'with' statement", start);
  return { kind: 'With', items, body, isAsync, start, end: p.lastEnd };
}

/** The items when parentheses hold them all; a parenthesis may also begin an ordinary value. */
function parseGroupedItems(p: Parser): WithItem[] | null {
  const before = mark(p);
  if (!accept(p, '(')) {
    return null;
  }
  const items = parseItems(p, ')');
  expect(p, ')');
  if (at(p, ':') && items.length > 0) {
    return items;
  }
  reset(p, before);
  return null;
}

function parseItems(p: Parser, close: string): WithItem[] {
  const items: WithItem[] = [];
  do {
    if (at(p, close) && close === ')') {
      break;
    }
    const contextExpr = parseExpr(p);
    const optionalVars = accept(p, 'as') ? parseTarget(p) : null;
    items.push({ contextExpr, optionalVars });
  } while (accept(p, ',') && !p.failure);
  return items;
}

function parseTarget(p: Parser): WithItem['optionalVars'] {
  const target = parseStarredOrNamed(p);
  checkTarget(p, target);
  return target;
}
