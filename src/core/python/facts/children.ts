import type { Comprehension, Expr, Stmt, TypeParam } from '../tree/tree';

/** The parts of a node that belong to its own scope: bodies of functions are not among them. */
export interface Children {
  readonly exprs: readonly Expr[];
  readonly blocks: readonly (readonly Stmt[])[];
}

const NO_BLOCKS: readonly (readonly Stmt[])[] = [];

const NO_CHILDREN: Children = { exprs: [], blocks: NO_BLOCKS };

function exprs(...parts: readonly (Expr | null | undefined)[]): Children {
  return { exprs: parts.filter(part => !!part), blocks: NO_BLOCKS };
}

const COMPOUND: ReadonlySet<string> = new Set<Compound>([
  'FunctionDef',
  'ClassDef',
  'If',
  'While',
  'For',
  'With',
  'Try',
  'Match',
  'Magic'
]);

/** True for a statement that holds statements. */
export function isCompound<T extends Stmt | Expr>(
  node: T
): node is Extract<T, { readonly kind: Compound }> {
  return COMPOUND.has(node.kind);
}

/** The children of a node in source order. */
export function childrenOf(node: Stmt | Expr): Children {
  return isCompound(node) ? compoundChildren(node) : simpleChildren(node);
}

function compoundChildren(
  node: Extract<Stmt, { readonly kind: Compound }>
): Children {
  switch (node.kind) {
    case 'FunctionDef':
      return exprs(
        ...node.decorators,
        ...node.args.defaults,
        ...node.args.kwDefaults
      );
    case 'ClassDef':
      return exprs(
        ...node.decorators,
        ...node.bases,
        ...node.keywords.map(({ value }) => value)
      );
    case 'If':
    case 'While':
      return { exprs: [node.test], blocks: [node.body, node.orelse] };
    case 'For':
      return {
        exprs: [node.iter, node.target],
        blocks: [node.body, node.orelse]
      };
    case 'With':
      return {
        exprs: node.items.flatMap(({ contextExpr, optionalVars }) =>
          optionalVars ? [contextExpr, optionalVars] : [contextExpr]
        ),
        blocks: [node.body]
      };
    case 'Try':
      return {
        exprs: node.handlers.flatMap(({ type }) => type ?? []),
        blocks: [
          node.body,
          ...node.handlers.map(({ body }) => body),
          node.orelse,
          node.finalbody
        ]
      };
    case 'Match':
      return {
        exprs: [
          node.subject,
          ...node.cases.flatMap(({ guard }) => guard ?? [])
        ],
        blocks: node.cases.map(({ body }) => body)
      };
    case 'Magic':
      return { exprs: [], blocks: [node.body] };
  }
}

/** Kinds of statements that hold statements. */
export type Compound =
  | 'FunctionDef'
  | 'ClassDef'
  | 'If'
  | 'While'
  | 'For'
  | 'With'
  | 'Try'
  | 'Match'
  | 'Magic';

type Simple = Exclude<Stmt | Expr, { readonly kind: Compound }>;

/** Expressions that are no more than their parts. */
type Composed = Exclude<
  Extract<Simple, Expr>,
  { readonly kind: Wrapping | 'Bad' }
>;

type Wrapping =
  'Yield' | 'NamedExpr' | 'FormattedValue' | 'Await' | 'YieldFrom' | 'Starred';

const COMPOSED: ReadonlySet<string> = new Set<Composed['kind']>([
  'Constant',
  'Name',
  'MagicExpr',
  'Attribute',
  'Subscript',
  'Call',
  'BinOp',
  'BoolOp',
  'JoinedStr',
  'UnaryOp',
  'Compare',
  'Lambda',
  'IfExp',
  'Dict',
  'List',
  'Tuple',
  'Set',
  'ListComp',
  'SetComp',
  'GeneratorExp',
  'DictComp',
  'Slice'
]);

function isComposed(node: Simple): node is Composed {
  return COMPOSED.has(node.kind);
}

function simpleChildren(node: Simple): Children {
  if (isComposed(node)) {
    return partsOf(node);
  }
  switch (node.kind) {
    case 'Assign':
      return exprs(node.value, ...node.targets);
    case 'AugAssign':
      return exprs(node.target, node.value);
    case 'AnnAssign':
      return exprs(node.value, node.annotation, node.target);
    case 'TypeAlias':
      return exprs(node.value);
    case 'Return':
    case 'Expr':
    case 'Yield':
    case 'Await':
    case 'YieldFrom':
    case 'Starred':
    case 'NamedExpr':
    case 'FormattedValue':
      return exprs(
        node.value,
        node.kind === 'FormattedValue' ? node.formatSpec : null
      );
    case 'Delete':
      return exprs(...node.targets);
    case 'Raise':
      return exprs(node.exc, node.cause);
    case 'Assert':
      return exprs(node.test, node.msg);
    case 'Bad':
      return exprs(...node.names);
    case 'Import':
    case 'ImportFrom':
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'Break':
    case 'Continue':
      return exprs();
  }
}

function partsOf(node: Composed): Children {
  switch (node.kind) {
    case 'Constant':
    case 'Name':
    case 'MagicExpr':
      return NO_CHILDREN;
    case 'Attribute':
      return exprs(node.value);
    case 'Subscript':
      return exprs(node.value, node.slice);
    case 'Call':
      return exprs(
        node.func,
        ...node.args,
        ...node.keywords.map(({ value }) => value)
      );
    case 'BinOp':
      return exprs(node.left, node.right);
    case 'BoolOp':
    case 'JoinedStr':
      return exprs(...node.values);
    case 'UnaryOp':
      return exprs(node.operand);
    case 'Compare':
      return exprs(node.left, ...node.comparators);
    case 'Lambda':
      return exprs(...node.args.defaults, ...node.args.kwDefaults);
    case 'IfExp':
      return exprs(node.test, node.body, node.orelse);
    case 'Dict':
      return exprs(...node.keys, ...node.values);
    case 'List':
    case 'Tuple':
    case 'Set':
      return exprs(...node.elts);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return exprs(...comprehensionParts(node.generators), node.elt);
    case 'DictComp':
      return exprs(
        ...comprehensionParts(node.generators),
        node.key,
        node.value
      );
    case 'Slice':
      return exprs(node.lower, node.upper, node.step);
  }
}

function comprehensionParts(generators: readonly Comprehension[]): Expr[] {
  return generators.flatMap(({ iter, ifs }) => [iter, ...ifs]);
}

/** Names that type parameters bind. */
export function typeNames(params: readonly TypeParam[]): string[] {
  return params.map(({ name }) => name);
}
