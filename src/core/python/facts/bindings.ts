import type { Arguments, Expr, Pattern, Stmt } from '../tree';
import { boundByPattern } from './pattern-names';
import { childrenOf } from './children';
import { namesInTarget } from './targets';
import type { Bindings } from './builder';
import type { Name } from './types';

interface Draft {
  readonly locals: Set<Name>;
  readonly globals: Set<Name>;
  readonly nonlocals: Set<Name>;
  hasNested: boolean;
}

/** What a function or class body binds, by CPython's rules: an assignment anywhere counts. */
export function bindingsOf(
  body: readonly Stmt[],
  args: Arguments | null
): Bindings {
  const draft: Draft = {
    locals: new Set(args ? parameterNames(args) : []),
    globals: new Set(),
    nonlocals: new Set(),
    hasNested: false
  };
  body.forEach(statement => visitStatement(statement, draft));
  const declared = [...draft.globals, ...draft.nonlocals];
  declared.forEach(name => draft.locals.delete(name));
  return draft;
}

/** What the body of a lambda binds: its parameters and its walruses. */
export function lambdaBindings(args: Arguments, body: Expr): Bindings {
  const draft: Draft = {
    locals: new Set(parameterNames(args)),
    globals: new Set(),
    nonlocals: new Set(),
    hasNested: false
  };
  visitExpr(body, draft);
  return draft;
}

export function parameterNames(args: Arguments): Name[] {
  const { posonlyargs, args: plain, vararg, kwonlyargs, kwarg } = args;
  return [
    ...posonlyargs,
    ...plain,
    ...(vararg ? [vararg] : []),
    ...kwonlyargs,
    ...(kwarg ? [kwarg] : [])
  ].map(({ arg }) => arg);
}

function visitStatement(statement: Stmt, draft: Draft): void {
  const pending: Stmt[] = [statement];
  for (let next = pending.pop(); next; next = pending.pop()) {
    bindOwn(next, draft);
    const { exprs, blocks } = childrenOf(next);
    exprs.forEach(expr => visitExpr(expr, draft));
    blocks.forEach(block => pending.push(...block));
  }
}

/** The names that a statement binds itself, its blocks and expressions aside. */
function bindOwn(statement: Stmt, draft: Draft): void {
  const { locals } = draft;
  switch (statement.kind) {
    case 'FunctionDef':
    case 'ClassDef':
      locals.add(statement.name);
      draft.hasNested = true;
      return;
    case 'Global':
      statement.names.forEach(name => draft.globals.add(name));
      return;
    case 'Nonlocal':
      statement.names.forEach(name => draft.nonlocals.add(name));
      return;
    case 'Import':
      statement.names.forEach(({ name, asname }) =>
        locals.add(asname ?? name.replace(/\..*/, ''))
      );
      return;
    case 'ImportFrom':
      statement.names.forEach(({ name, asname }) => locals.add(asname ?? name));
      return;
    case 'Try':
      statement.handlers.forEach(({ name }) => name && locals.add(name));
      return;
    case 'Match':
      statement.cases.forEach(({ pattern }) => bindPattern(pattern, locals));
      return;
    case 'TypeAlias':
      locals.add(statement.name.id);
      return;
    default:
      targetsOf(statement)
        .flatMap(namesInTarget)
        .forEach(name => locals.add(name));
  }
}

function targetsOf(statement: Stmt): readonly Expr[] {
  if (statement.kind === 'Assign' || statement.kind === 'Delete') {
    return statement.targets;
  }
  if (statement.kind === 'AugAssign' || statement.kind === 'For') {
    return [statement.target];
  }
  if (statement.kind === 'AnnAssign') {
    // In parentheses an annotation alone does not declare the name.
    return statement.simple || statement.value ? [statement.target] : [];
  }
  return statement.kind === 'With'
    ? statement.items.flatMap(({ optionalVars }) => optionalVars ?? [])
    : [];
}

function bindPattern(pattern: Pattern, locals: Set<Name>): void {
  boundByPattern(pattern).forEach(name => locals.add(name));
}

/** Walruses inside an expression, and whether it makes functions. */
function visitExpr(root: Expr, draft: Draft): void {
  const pending: Expr[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'Lambda') {
      draft.hasNested = true;
      pending.push(...childrenOf(next).exprs);
      continue;
    }
    if (next.kind === 'NamedExpr') {
      draft.locals.add(next.target.id);
    }
    pending.push(...childrenOf(next).exprs);
  }
}
