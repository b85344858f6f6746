import type {
  Conditional,
  ExceptHandler,
  Expr,
  For,
  Stmt,
  Try,
  With
} from '../tree/tree';
import { emit, localsSince, type Builder } from './builder';
import { evaluate, evaluateTest, iterate, operate } from './expressions';
import { cursorsOf } from './cursors';
import { foundByRunning, foundByTest } from './found-names';
import { folderMade } from './made-folders';
import { bindName, unbindName } from './names';
import {
  branch,
  emptyPath,
  endArm,
  fork,
  maybe,
  meet,
  type Fork,
  type Loop,
  type Path
} from './paths';
import { walkBlock } from './statements';
import { ATOM, type Name } from './types';
import { assignTo } from './targets';

/** `__name__ == "__main__"`, which is so in every notebook. */
function isMainGuard(test: Expr): boolean {
  if (
    test.kind !== 'Compare' ||
    test.ops.length !== 1 ||
    test.ops[0] !== '=='
  ) {
    return false;
  }
  const [other] = test.comparators;
  const sides = [test.left, other];
  return (
    sides.some(side => side?.kind === 'Name' && side.id === '__name__') &&
    sides.some(side => side?.kind === 'Constant' && side.value === '__main__')
  );
}

/**
 * `if` and its `elif`s, which nest in the tree and can be many. Where a test has found a name
 * bound, reads are probes: the code knows what it asks for.
 */
export function walkIf(b: Builder, node: Conditional): void {
  const made = folderMade(node);
  if (made) {
    walkBlock(b, [made]);
    return;
  }
  if (node.orelse.length === 0 && isMainGuard(node.test)) {
    evaluateTest(b, node.test);
    walkBlock(b, node.body);
    return;
  }
  const from = fork(b);
  const paths: Path[] = [];
  let rest: readonly Stmt[] = [node];
  let depth = 0;
  let refuted: Name | null = null;
  for (;;) {
    const [only] = rest;
    if (rest.length !== 1 || only?.kind !== 'If') {
      break;
    }
    evaluateTest(b, only.test);
    const arm = fork(b);
    const found = foundByTest(only.test, true);
    whereFound(b, found, () => {
      maybe(b, () => walkBlock(b, only.body));
    });
    const path = withFound(endArm(b, arm), found);
    paths.push(sinceStart(b, from, path));
    rest = only.orelse;
    refuted = foundByTest(only.test, false);
    b.mays++;
    depth++;
  }
  const found = depth === 1 ? refuted : null;
  whereFound(b, found, () => walkBlock(b, rest));
  b.mays -= depth;
  paths.push(withFound(endArm(b, from), found));
  meet(b, from, paths);
}

function whereFound(b: Builder, name: Name | null, walk: () => void): void {
  b.probes += name === null ? 0 : 1;
  walk();
  b.probes -= name === null ? 0 : 1;
}

function withFound(path: Path, name: Name | null): Path {
  return name === null ? path : { ...path, found: new Set([name]) };
}

/** A way that parted after the start of an `if` chain, counted from its start. */
function sinceStart(b: Builder, from: Fork, path: Path): Path {
  const added = new Set(path.added);
  for (let i = from.point; i < b.trail.length; i++) {
    const step = b.trail[i];
    if (step?.isAdded && !path.removed.has(step.name)) {
      added.add(step.name);
    }
  }
  return { ...path, added };
}

export function walkWhile(b: Builder, node: Conditional): void {
  evaluateTest(b, node.test);
  const isEndless = node.test.kind === 'Constant' && node.test.type !== 'False';
  if (isEndless) {
    maybe(b, () => walkEndless(b, node.body));
    return;
  }
  walkLoop(b, node, () => {
    evaluateTest(b, node.test);
  });
}

export function walkFor(b: Builder, node: For): void {
  const iterable = evaluate(b, node.iter);
  walkLoop(b, node, () => {
    assignTo(b, node.target, iterate(b, iterable, node.iter), 'loop');
  });
}

/** A loop that may not run at all, with its `else` part, which a `break` passes by. */
function walkLoop(
  b: Builder,
  { body, orelse }: Conditional | For,
  head: () => void
): void {
  const from = fork(b);
  b.loopMays++;
  const { breaks, rounds, end } = walkRounds(b, from, body, false, head);
  const through = [end, ...rounds, emptyPath(from)];
  if (orelse.length === 0) {
    meet(b, from, [...through, ...breaks]);
    b.loopMays--;
    return;
  }
  meet(b, from, through);
  b.loopMays--;
  if (breaks.length === 0) {
    walkBlock(b, orelse);
    return;
  }
  maybe(b, () => walkBlock(b, orelse));
  const completed = endArm(b, from);
  meet(b, from, [completed, ...breaks]);
}

/** `while True`: only a `break` leads out. */
function walkEndless(b: Builder, body: readonly Stmt[]): void {
  const from = fork(b);
  const { breaks, end } = walkRounds(b, from, body, true, () => {});
  b.mays--;
  meet(b, from, breaks.length > 0 ? breaks : [end]);
  b.mays++;
}

/**
 * Walk the body of a loop. The outermost loop is walked twice, so that what one round leaves
 * behind reaches the next; `head` runs before each round. The builder is back at the fork.
 */
function walkRounds(
  b: Builder,
  from: Fork,
  body: readonly Stmt[],
  isEndless: boolean,
  head: () => void
): Pick<Loop, 'breaks' | 'rounds'> & { readonly end: Path } {
  const cursors = cursorsOf(body);
  const loop: Loop = { fork: from, breaks: [], rounds: [], isEndless, cursors };
  const passes = b.loops.length === 0 ? 2 : 1;
  b.loops.push(loop);
  for (let pass = 0; pass < passes; pass++) {
    b.isDead = from.isDead;
    head();
    walkBlock(b, body);
  }
  b.loops.pop();
  return { ...loop, end: endArm(b, from) };
}

/** Managers that may end a block early without an error. */
const SWALLOWING = new Set(['suppress', 'raises', 'assertRaises', 'warns']);

function maySwallow({ contextExpr }: With['items'][number]): boolean {
  if (contextExpr.kind !== 'Call') {
    return false;
  }
  const { func } = contextExpr;
  const name =
    func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return SWALLOWING.has(name);
}

export function walkWith(b: Builder, node: With): void {
  const exits: (() => void)[] = [];
  for (const { contextExpr, optionalVars } of node.items) {
    const manager = evaluate(b, contextExpr);
    const entered = operate(b, 'enter', [manager], contextExpr);
    if (optionalVars) {
      assignTo(b, optionalVars, entered, 'with');
    }
    emit(b, { op: 'guard', manager, isOn: true });
    exits.push(() => {
      emit(b, { op: 'guard', manager, isOn: false });
      operate(b, 'exit', [manager], contextExpr);
    });
  }
  if (node.items.some(maySwallow)) {
    branch(b, [() => walkBlock(b, node.body)], true);
  } else {
    walkBlock(b, node.body);
  }
  const { isDead } = b;
  exits.reverse().forEach(exit => exit());
  b.isDead = isDead;
}

const CATCH_ALL = new Set(['NameError', 'Exception', 'BaseException']);

function catchesNameError({ type }: ExceptHandler): boolean {
  const types: readonly (Expr | null)[] =
    type?.kind === 'Tuple' ? type.elts : [type];
  return types.some(
    item => !item || (item.kind === 'Name' && CATCH_ALL.has(item.id))
  );
}

function raisesAgain({ body }: ExceptHandler): boolean {
  return body[body.length - 1]?.kind === 'Raise';
}

/**
 * Any prefix of the body may have run when a handler begins, so what the body binds is sure
 * only after the ways that went through all of it.
 */
export function walkTry(b: Builder, node: Try): void {
  const { handlers } = node;
  if (handlers.length === 0) {
    walkBlock(b, node.body);
    walkBlock(b, node.orelse);
  } else {
    const isProbe = handlers.some(catchesNameError);
    const from = fork(b);
    b.probes += isProbe ? 1 : 0;
    const isKept = !handlers.every(raisesAgain);
    b.catches += isKept ? 1 : 0;
    maybe(b, () => walkBlock(b, node.body));
    b.catches -= isKept ? 1 : 0;
    b.probes -= isProbe ? 1 : 0;
    const partly = localsSince(b.scope, from.changes);
    maybe(b, () => walkBlock(b, node.orelse));
    const whole = endArm(b, from);
    const found = isProbe ? foundByRunning(node.body) : whole.found;
    const paths = [{ ...whole, found }];
    const { removed } = whole;
    for (const handler of handlers) {
      const broken = { ...emptyPath(from), locals: partly, removed };
      meet(b, from, [emptyPath(from), broken]);
      maybe(b, () => walkHandler(b, handler));
      paths.push(endArm(b, from));
    }
    meet(b, from, paths);
  }
  const { isDead } = b;
  b.isDead = false;
  walkBlock(b, node.finalbody);
  b.isDead ||= isDead;
}

function walkHandler(b: Builder, handler: ExceptHandler): void {
  const { type, name, body } = handler;
  const caught = type ? evaluate(b, type) : ATOM;
  if (!name) {
    walkBlock(b, body);
    return;
  }
  const value = operate(b, 'caught', [caught], handler);
  bindName(b, name, value, 'except', handler);
  walkBlock(b, body);
  unbindName(b, name, handler);
}
