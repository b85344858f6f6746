import type { ExceptHandler, Expr, Try, With } from '../tree/tree';
import { emit, localsSince, type Builder } from './builder';
import { evaluate, operate } from './expressions';
import { foundByRunning } from './found-names';
import { bindName, unbindName } from './names';
import { branch, emptyPath, endArm, fork, maybe, meet } from './paths';
import { walkBlock } from './statements';
import { ATOM } from './types';
import { assignTo } from './targets';

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
