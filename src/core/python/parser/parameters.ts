import { parseExpr, parseStarredOrNamed } from './expressions';
import {
  accept,
  advance,
  at,
  expect,
  expectName,
  fail,
  peek,
  type Parser
} from './parser';
import type { Arg, Arguments, Expr, TypeParam } from '../tree/tree';

interface Draft {
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  kwDefaults: (Expr | null)[];
  kwarg: Arg | null;
  defaults: Expr[];
}

/** `lambda parameters: value` */
export function parseLambda(p: Parser): Expr {
  const { start } = advance(p);
  const args = parseParameters(p, ':', false);
  expect(p, ':');
  const body = parseExpr(p);
  return { kind: 'Lambda', args, body, start, end: p.lastEnd };
}

/** Parameters up to, not including, `close`. */
export function parseParameters(
  p: Parser,
  close: string,
  isAnnotated: boolean
): Arguments {
  const draft: Draft = {
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kwDefaults: [],
    kwarg: null,
    defaults: []
  };
  let isKeywordOnly = false;
  while (!at(p, close) && !p.failure) {
    if (accept(p, '/')) {
      draft.posonlyargs = draft.args;
      draft.args = [];
    } else if (accept(p, '**')) {
      draft.kwarg = parseParameter(p, isAnnotated);
    } else if (accept(p, '*')) {
      isKeywordOnly = true;
      draft.vararg = at(p, ',') ? null : parseParameter(p, isAnnotated);
    } else {
      parsePlain(p, draft, isKeywordOnly, isAnnotated);
    }
    if (!accept(p, ',')) {
      break;
    }
  }
  return draft;
}

function parsePlain(
  p: Parser,
  draft: Draft,
  isKeywordOnly: boolean,
  isAnnotated: boolean
): void {
  const parameter = parseParameter(p, isAnnotated);
  const value = accept(p, '=') ? parseExpr(p) : null;
  if (isKeywordOnly) {
    draft.kwonlyargs.push(parameter);
    draft.kwDefaults.push(value);
    return;
  }
  draft.args.push(parameter);
  if (value) {
    draft.defaults.push(value);
  } else if (draft.defaults.length > 0) {
    fail(p, 'parameter without a default follows parameter with a default');
  }
}

function parseParameter(p: Parser, isAnnotated: boolean): Arg {
  const { start } = peek(p);
  const arg = expectName(p);
  const annotation =
    isAnnotated && accept(p, ':') ? parseStarredOrNamed(p) : null;
  return { arg, annotation, start, end: p.lastEnd };
}

/** `[T: bound = default, *Ts, **P]` after the name of a function, class or type alias. */
export function parseTypeParams(p: Parser): TypeParam[] {
  const found: TypeParam[] = [];
  if (!accept(p, '[')) {
    return found;
  }
  while (!at(p, ']') && !p.failure) {
    const { start } = peek(p);
    const kind = accept(p, '**')
      ? 'ParamSpec'
      : accept(p, '*')
        ? 'TypeVarTuple'
        : 'TypeVar';
    const name = expectName(p);
    const bound = accept(p, ':') ? parseExpr(p) : null;
    const defaultValue = accept(p, '=') ? parseStarredOrNamed(p) : null;
    found.push({ kind, name, bound, defaultValue, start, end: p.lastEnd });
    if (!accept(p, ',')) {
      break;
    }
  }
  expect(p, ']');
  return found;
}
