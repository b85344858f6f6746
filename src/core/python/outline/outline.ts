import { childrenOf } from '../facts/children';
import { factsOf } from '../facts/facts';
import { looksOf, printedNumbers } from './numbers';
import { isInstall, isLiteral, isSetting } from './statements';
import { parseCell } from '../parser/parse';
import type { Expr, Magic, Stmt } from '../tree/tree';

/**
 * What a cell consists of. `installs`: it only prepares the environment; `code`: anything that
 * computes, and cells with syntax errors.
 */
export type CellSort =
  'empty' | 'imports' | 'functions' | 'literals' | 'installs' | 'code';

/** A cell at a glance, for guesses about its part in the notebook. */
export interface CellOutline {
  readonly sort: CellSort;
  /** Names of the notebook that the cell binds when it runs. */
  readonly binds: ReadonlySet<string>;
  /** Names that it reads when it runs without having bound them; bodies of functions aside. */
  readonly needs: ReadonlySet<string>;
  /** Last names of what it calls at top level, in source order: `fit` of `model.fit(x)`. */
  readonly calls: readonly string[];
  /** Functions whose call is a whole statement, or the value that one assigns. */
  readonly runs: readonly string[];
  /** Whether the names assigned are numbers. */
  readonly looks: ReadonlyMap<string, Look>;
  /** The names printed, when all the cell does is print numbers; otherwise `null`. */
  readonly metrics: readonly PrintedName[] | null;
  /** The comment that the cell begins with, without its `#`; empty if there is none. */
  readonly comment: string;
}

/** What a value is, by the look of its expression. */
export type Look = 'number' | 'object' | 'unknown';

/** A name that a cell prints. */
export interface PrintedName {
  readonly name: string;
  /** Printed in a format that only numbers have. */
  readonly isFormatted: boolean;
}

/** Looks at one cell. Never throws. */
export function outlineOf(source: string): CellOutline {
  const { body, problems } = parseCell(source);
  const { ops } = factsOf(source);
  const binds = new Set<string>();
  const needs = new Set<string>();
  for (const op of ops) {
    if (op.op === 'bind' && op.form !== 'display') {
      binds.add(op.name);
    } else if (op.op === 'read' && !op.inside && !op.probe) {
      needs.add(op.name);
    }
  }
  return {
    sort: problems.length > 0 ? 'code' : sortOf(body, source),
    binds,
    needs,
    calls: callsOf(body),
    runs: body.flatMap(runOf),
    looks: looksOf(body),
    metrics: printedNumbers(body),
    comment: /^\s*#+\s*(.*)/.exec(source)?.[1]?.trim() ?? ''
  };
}

type Sort =
  | 'import'
  | 'definition'
  | 'constant'
  | 'literal'
  | 'setting'
  | 'install'
  | 'harmless'
  | 'other';

function sortOf(body: readonly Stmt[], source: string): CellSort {
  if (body.length === 0) {
    return 'empty';
  }
  const replicas = factsOf(source).statements.map(({ replica }) => replica);
  const isFlat = replicas.length === body.length;
  const sorts = new Set(
    body.map((node, i) =>
      sortOfStatement(node, isFlat ? (replicas[i] ?? null) : null)
    )
  );
  const onlyHas = (...allowed: readonly Sort[]): boolean =>
    [...sorts].every(sort => sort === 'harmless' || allowed.includes(sort));
  if (sorts.has('definition')) {
    const isPlain = onlyHas('definition', 'import', 'constant', 'setting');
    return isPlain ? 'functions' : 'code';
  }
  if (sorts.has('import')) {
    return onlyHas('import', 'constant', 'setting') ? 'imports' : 'code';
  }
  if (sorts.has('install')) {
    return onlyHas('install') ? 'installs' : 'code';
  }
  if (sorts.has('constant') || sorts.has('literal')) {
    return onlyHas('constant', 'literal') ? 'literals' : 'code';
  }
  return onlyHas() ? 'imports' : 'code';
}

function sortOfStatement(node: Stmt, replica: string | null): Sort {
  if (replica) {
    return replica === 'import' ? 'import' : 'definition';
  }
  if (isSetting(node)) {
    return 'setting';
  }
  if (isLiteral(node)) {
    const value = 'value' in node ? node.value : null;
    return value?.kind === 'Constant' ? 'constant' : 'literal';
  }
  if (node.kind === 'Magic') {
    return sortOfMagic(node);
  }
  const isIdle =
    node.kind === 'Pass' ||
    (node.kind === 'Expr' && node.value.kind === 'Constant');
  return isIdle ? 'harmless' : 'other';
}

function sortOfMagic(node: Magic): Sort {
  if (isInstall(node)) {
    return 'install';
  }
  const isHarmless =
    node.form === 'help' || (node.form === 'line' && HARMLESS.has(node.name));
  return isHarmless ? 'harmless' : 'other';
}

const HARMLESS = new Set([
  'autoreload',
  'config',
  'load_ext',
  'matplotlib',
  'precision',
  'reload_ext'
]);

function callsOf(body: readonly Stmt[]): string[] {
  const calls: string[] = [];
  const visit = (node: Stmt | Expr): void => {
    const { exprs, blocks } = childrenOf(node);
    const func = node.kind === 'Call' ? node.func : null;
    if (func?.kind === 'Name') {
      calls.push(func.id);
    } else if (func?.kind === 'Attribute') {
      calls.push(func.attr);
    }
    exprs.forEach(visit);
    blocks.forEach(block => block.forEach(visit));
  };
  body.forEach(visit);
  return calls;
}

function runOf(node: Stmt): readonly string[] {
  const value =
    node.kind === 'Expr' || node.kind === 'Assign' ? node.value : null;
  return value?.kind === 'Call' && value.func.kind === 'Name'
    ? [value.func.id]
    : [];
}
