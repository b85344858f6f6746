import type {
  AnnAssign,
  Assign,
  AugAssign,
  Expr,
  Raise,
  Stmt
} from '../tree/tree';
import { emit, type Builder } from './builder';
import { load } from './calls';
import { goOn } from './cursors';
import { elementsOf, evaluate, evaluateTest, operate } from './expressions';
import { isCompound, type Compound } from './children';
import { walkClass } from './classes';
import { walkFunction } from './functions';
import { walkImport, walkImportFrom } from './imports';
import { walkMagic } from './magics';
import { bindName, readGlobal } from './names';
import { never } from './never';
import { branch, pathSince } from './paths';
import { assignTo, deleteTarget, isOneItem, isSpelled } from './targets';
import { walkMatch } from './match';
import { walkTry, walkWith } from './compound';
import { walkIf } from './conditions';
import { walkFor, walkWhile } from './loops';
import { truthOf } from './truths';
import { ATOM } from './types';

/** Statements one after the other; those after one that does not go on never run. */
export function walkBlock(b: Builder, body: readonly Stmt[]): void {
  let walked = 0;
  for (const statement of body) {
    if (b.isDead) {
      const left = body.slice(walked);
      never(b, () => walkBlock(b, left));
      return;
    }
    walkStatement(b, statement);
    walked++;
  }
}

export function walkStatement(b: Builder, node: Stmt): void {
  if (isCompound(node)) {
    walkCompound(b, node);
  } else {
    walkSimple(b, node);
  }
}

function walkCompound(
  b: Builder,
  node: Extract<Stmt, { readonly kind: Compound }>
): void {
  switch (node.kind) {
    case 'FunctionDef':
      bindName(b, node.name, walkFunction(b, node), 'function', node);
      return;
    case 'ClassDef':
      bindName(b, node.name, walkClass(b, node), 'class', node);
      return;
    case 'If':
      walkIf(b, node);
      return;
    case 'While':
      walkWhile(b, node);
      return;
    case 'For':
      walkFor(b, node);
      return;
    case 'With':
      walkWith(b, node);
      return;
    case 'Match':
      walkMatch(b, node);
      return;
    case 'Try':
      walkTry(b, node);
      return;
    case 'Magic':
      walkMagic(b, node);
      return;
  }
}

function walkSimple(
  b: Builder,
  node: Exclude<Stmt, { readonly kind: Compound }>
): void {
  switch (node.kind) {
    case 'Assign':
      walkAssign(b, node);
      return;
    case 'AugAssign':
      walkAugmented(b, node);
      return;
    case 'AnnAssign':
      walkAnnotated(b, node);
      return;
    case 'TypeAlias':
      bindName(b, node.name.id, ATOM, 'type', node.name);
      return;
    case 'Import':
      walkImport(b, node);
      return;
    case 'ImportFrom':
      walkImportFrom(b, node);
      return;
    case 'Return':
      b.scope.unit.returns.push(node.value ? evaluate(b, node.value) : ATOM);
      b.isDead = true;
      return;
    case 'Delete':
      node.targets.forEach(target => deleteTarget(b, target));
      return;
    case 'Expr':
      walkExpression(b, node.value);
      return;
    case 'Raise':
      walkRaise(b, node);
      b.isDead = true;
      return;
    case 'Assert':
      walkAssert(b, node.test, node.msg);
      return;
    case 'Break':
    case 'Continue':
      leaveLoop(b, node.kind);
      return;
    case 'Bad':
      b.probes++;
      node.names.forEach(name => readGlobal(b, name.id, name));
      b.probes--;
      return;
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
      return;
  }
}

function leaveLoop(b: Builder, kind: 'Break' | 'Continue'): void {
  const loop = b.loops[b.loops.length - 1];
  if (loop && (kind === 'Break' || !loop.isEndless)) {
    const path = { ...pathSince(b, loop.fork), isDead: false };
    (kind === 'Break' ? loop.breaks : loop.rounds).push(path);
  }
  b.isDead = true;
}

function walkExpression(b: Builder, expr: Expr): void {
  if (expr.kind === 'Constant') {
    return;
  }
  evaluate(b, expr);
  if (endsProcess(expr)) {
    b.isDead = true;
  }
}

const EXITS = new Set(['exit', 'quit', 'sys.exit', 'os._exit', 'os.abort']);

/** True for a call that does not come back. */
export function endsProcess(expr: Expr): boolean {
  if (expr.kind !== 'Call') {
    return false;
  }
  const { func } = expr;
  if (func.kind === 'Name') {
    return EXITS.has(func.id);
  }
  return (
    func.kind === 'Attribute' &&
    func.value.kind === 'Name' &&
    EXITS.has(`${func.value.id}.${func.attr}`)
  );
}

function walkAssert(b: Builder, test: Expr, msg: Expr | null): void {
  evaluateTest(b, test);
  if (msg) {
    const tell = (): void => {
      evaluate(b, msg);
    };
    branch(b, [tell], true);
  }
  b.isDead ||= truthOf(test) === false;
}

function walkAssign(b: Builder, { targets, value }: Assign): void {
  const [only] = targets;
  const isPair = targets.length === 1 && only?.kind === 'Tuple';
  const elements = isPair ? elementsOf(value, only.elts.length) : null;
  const isPlain = only?.kind === 'Tuple' && only.elts.every(isUnstarred);
  if (elements && isPlain) {
    const values = elements.map(element =>
      goOn(b, element, evaluate(b, element))
    );
    only.elts.forEach((target, i) => {
      assignTo(b, target, values[i] ?? ATOM, 'assign');
    });
    return;
  }
  const result = goOn(b, value, evaluate(b, value));
  const form =
    value.kind === 'Lambda' && only?.kind === 'Name' ? 'lambda' : 'assign';
  targets.forEach(target => assignTo(b, target, result, form));
}

function isUnstarred({ kind }: Expr): boolean {
  return kind !== 'Starred';
}

function walkAnnotated(b: Builder, node: AnnAssign): void {
  const isEvaluated = b.scope.kind !== 'function' && !b.hasLazyAnnotations;
  if (node.value) {
    assignTo(b, node.target, evaluate(b, node.value), 'assign');
  } else {
    // Without a value the target is evaluated up to the last step.
    evaluateHolder(b, node.target);
  }
  if (isEvaluated) {
    evaluate(b, node.annotation);
  }
}

function evaluateHolder(b: Builder, target: Expr): void {
  if (target.kind === 'Attribute' || target.kind === 'Subscript') {
    evaluate(b, target.value);
  }
  if (target.kind === 'Subscript') {
    evaluate(b, target.slice);
  }
}

function walkAugmented(b: Builder, node: AugAssign): void {
  const { target } = node;
  const operator = `${node.op}=`;
  if (target.kind === 'Name') {
    const before = evaluate(b, target);
    const value = operate(b, operator, [before, evaluate(b, node.value)], node);
    bindName(b, target.id, value, 'assign', target);
    return;
  }
  if (target.kind !== 'Attribute' && target.kind !== 'Subscript') {
    return;
  }
  const holder = evaluate(b, target.value);
  const key = target.kind === 'Subscript' ? evaluate(b, target.slice) : ATOM;
  const attr = target.kind === 'Attribute' ? target.attr : null;
  const before = load(b, holder, attr, key, target);
  const value = operate(b, operator, [before, evaluate(b, node.value)], node);
  const { start, end } = target;
  emit(b, {
    op: 'change',
    target: holder,
    attr,
    key,
    value,
    isSure: false,
    isSpelled: isSpelled(target),
    isItem: isOneItem(target),
    at: { start, end }
  });
}

/** Handlers around this place may get what is raised. */
function walkRaise(b: Builder, node: Raise): void {
  const { exc, cause } = node;
  const raised = exc ? evaluate(b, exc) : ATOM;
  if (cause) {
    evaluate(b, cause);
  }
  operate(b, 'raise', [raised], node);
}
