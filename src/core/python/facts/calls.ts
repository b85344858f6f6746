import type { Attribute, Call, Expr, Place, Subscript } from '../tree/tree';
import {
  certainty,
  emit,
  join,
  newValue,
  siteAt,
  type Builder
} from './builder';
import { evaluate } from './expressions';
import { putsBack } from './put-back';
import { constantText } from './texts';
import { ATOM, type CallOp, type Keyword, type Value } from './types';

type Link = Attribute | Subscript | Call;

/**
 * `a.b(c)[d].e`: such chains lean to the left and can be long, so they are walked in a loop.
 * A call through an attribute is one operation, since what it does depends on the receiver.
 */
export function evalChain(b: Builder, expr: Link): Value {
  const links: Link[] = [];
  let base: Expr = expr;
  while (
    base.kind === 'Attribute' ||
    base.kind === 'Subscript' ||
    base.kind === 'Call'
  ) {
    links.push(base);
    base = base.kind === 'Call' ? base.func : base.value;
  }
  let value = evaluate(b, base);
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i];
    const next = i > 0 ? links[i - 1] : undefined;
    if (link?.kind === 'Attribute' && next?.kind === 'Call') {
      value = evalCall(b, next, value, link.attr);
      i--;
    } else if (link) {
      value = evalLink(b, link, value);
    }
  }
  return value;
}

function evalLink(b: Builder, link: Link, value: Value): Value {
  switch (link.kind) {
    case 'Attribute':
      return load(b, value, link.attr, ATOM, link);
    case 'Subscript':
      return evalSubscript(b, link, value);
    case 'Call':
      return evalCall(b, link, value, null);
  }
}

/** Load an attribute, or with `attr` null an item. */
export function load(
  b: Builder,
  from: Value,
  attr: string | null,
  key: Value,
  { start, end }: Place
): Value {
  if (from === ATOM) {
    return ATOM;
  }
  const to = newValue(b);
  const sure = certainty(b);
  emit(b, { op: 'load', to, from, attr, key, sure, at: { start, end } });
  return to;
}

function evalSubscript(b: Builder, expr: Subscript, from: Value): Value {
  const { slice } = expr;
  const elements = slice.kind === 'Tuple' ? slice.elts : [slice];
  // What a tuple picks is what its elements pick.
  const key = join(
    b,
    elements.map(element => evaluate(b, element))
  );
  if (from === ATOM || !elements.some(({ kind }) => kind === 'Slice')) {
    return load(b, from, null, key, expr);
  }
  const to = newValue(b);
  emit(b, { op: 'slice', to, from, key, site: siteAt(expr) });
  return to;
}

function evalCall(
  b: Builder,
  expr: Call,
  callee: Value,
  method: string | null
): Value {
  const { start, end } = expr;
  const isSuper =
    expr.func.kind === 'Name' &&
    expr.func.id === 'super' &&
    expr.args.length === 0;
  const args = evalArguments(b, expr, isSuper);
  const to = newValue(b);
  const site = siteAt(expr, 2);
  const at = { start, end };
  const sure = certainty(b);
  const isPutBack = putsBack(b, expr);
  if (isPutBack) {
    noteTaken(b);
  }
  const op: CallOp = {
    op: 'call',
    to,
    callee,
    method,
    arguments: args,
    keywords: keywordsOf(expr, isSuper),
    sure,
    site,
    at
  };
  // Written this way as most calls are not: spreading takes longer than all the rest.
  emit(b, isPutBack ? { ...op, isPutBack } : op);
  return to;
}

/** The values of its arguments, in order; no list has room to spare. */
function evalArguments(
  b: Builder,
  { args, keywords }: Call,
  isSuper: boolean
): readonly Value[] {
  if (args.length + keywords.length === 0 && !isSuper) {
    return NO_VALUES;
  }
  const positional = args.map(arg =>
    evaluate(b, arg.kind === 'Starred' ? arg.value : arg)
  );
  if (keywords.length === 0 && !isSuper) {
    return positional;
  }
  const own = isSuper ? [firstParameter(b)] : positional;
  const named = keywords.map(({ arg, value }) => {
    // Whether something is copied decides what it shares.
    const isRefused =
      arg === 'copy' && value.kind === 'Constant' && value.type === 'False';
    return isRefused ? constantText(b, 'False') : evaluate(b, value);
  });
  return [...own, ...named];
}

const NO_VALUES: readonly Value[] = [];

/** By what its arguments are told apart; most calls have positional ones alone. */
function keywordsOf(
  { args, keywords }: Call,
  isSuper: boolean
): readonly Keyword[] | null {
  const isStarred = args.some(({ kind }) => kind === 'Starred');
  return isStarred || isSuper || keywords.length > 0
    ? [
        ...args.map(({ kind }) => (kind === 'Starred' ? '*' : null)),
        ...(isSuper ? ['self'] : []),
        ...keywords.map(({ arg }) => arg ?? '**')
      ]
    : null;
}

/** What the last call took is put back by the next one. */
function noteTaken(b: Builder): void {
  const { ops } = b.scope.unit;
  const last = ops[ops.length - 1];
  if (last?.op === 'call') {
    ops[ops.length - 1] = { ...last, isPutBack: true };
  }
}

/** What a method calls `self`. */
function firstParameter(b: Builder): Value {
  return b.scope.kind === 'function' && b.scope.unit.values > 1 ? 1 : ATOM;
}
