import type { Arguments, Expr, Stmt } from '../tree/tree';
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
  if (statement.kind === 'Global') {
    statement.names.forEach(name => draft.globals.add(name));
  } else if (statement.kind === 'Nonlocal') {
    statement.names.forEach(name => draft.nonlocals.add(name));
  } else {
    draft.hasNested ||=
      statement.kind === 'FunctionDef' || statement.kind === 'ClassDef';
    namesBoundBy(statement).forEach(name => draft.locals.add(name));
  }
}

function namesBoundBy(statement: Stmt): readonly Name[] {
  if (statement.kind === 'FunctionDef' || statement.kind === 'ClassDef') {
    return [statement.name];
  }
  if (statement.kind === 'Import') {
    return statement.names.map(
      ({ name, asname }) => asname ?? name.replace(/\..*/, '')
    );
  }
  if (statement.kind === 'ImportFrom') {
    return statement.names.map(({ name, asname }) => asname ?? name);
  }
  if (statement.kind === 'Try') {
    return statement.handlers.flatMap(({ name }) => name ?? []);
  }
  if (statement.kind === 'Match') {
    return statement.cases.flatMap(({ pattern }) => boundByPattern(pattern));
  }
  return statement.kind === 'TypeAlias'
    ? [statement.name.id]
    : targetsOf(statement).flatMap(namesInTarget);
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
