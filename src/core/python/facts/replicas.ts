import type { Expr, Stmt } from '../tree';
import type { ReplicaKind, Statement } from './types';

/** A top-level statement, and how it can be repeated in another step. */
export function statementOf(source: string, node: Stmt): Statement {
  return {
    start: startOf(source, node),
    end: node.end,
    replica: replicaKind(node),
    isStar:
      node.kind === 'ImportFrom' && node.names.some(({ name }) => name === '*')
  };
}

function startOf(source: string, node: Stmt): number {
  const decorator =
    node.kind === 'FunctionDef' || node.kind === 'ClassDef'
      ? node.decorators[0]
      : undefined;
  return decorator ? source.lastIndexOf('@', decorator.start) : node.start;
}

function replicaKind(node: Stmt): ReplicaKind | null {
  switch (node.kind) {
    case 'FunctionDef':
      return 'function';
    case 'ClassDef':
      return 'class';
    case 'Import':
    case 'ImportFrom':
      return 'import';
    case 'TypeAlias':
      return 'type';
    case 'Assign': {
      const [target] = node.targets;
      const isLambda = node.value.kind === 'Lambda';
      return isLambda && node.targets.length === 1 && target?.kind === 'Name'
        ? 'lambda'
        : null;
    }
    case 'If':
    case 'Try':
      return replicaOfArms(node);
    default:
      return null;
  }
}

/** `if` and `try` around definitions and constants, as optional imports are written. */
function replicaOfArms(node: Stmt): ReplicaKind | null {
  const leaves: Stmt[] = [];
  const pending: Stmt[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'If') {
      pending.push(...next.body, ...next.orelse);
      if (!isPlainTest(next.test)) {
        return null;
      }
    } else if (next.kind === 'Try') {
      const handled = next.handlers.flatMap(({ body }) => body);
      pending.push(...next.body, ...handled, ...next.orelse, ...next.finalbody);
    } else {
      leaves.push(next);
    }
  }
  const kinds = leaves.map(replicaKind);
  const isKnown = leaves.every(
    (leaf, i) => kinds[i] || leaf.kind === 'Pass' || isConstantAssignment(leaf)
  );
  return isKnown ? (kinds.find(kind => kind) ?? null) : null;
}

function isConstantAssignment(node: Stmt): boolean {
  return (
    node.kind === 'Assign' &&
    node.value.kind === 'Constant' &&
    node.targets.every(({ kind }) => kind === 'Name')
  );
}

/** Tests without calls of unknown effect: names, attributes, constants and operators. */
function isPlainTest(test: Expr): boolean {
  switch (test.kind) {
    case 'Constant':
    case 'Name':
      return true;
    case 'Attribute':
      return isPlainTest(test.value);
    case 'Compare':
      return [test.left, ...test.comparators].every(isPlainTest);
    case 'BoolOp':
      return test.values.every(isPlainTest);
    case 'UnaryOp':
      return isPlainTest(test.operand);
    case 'Tuple':
      return test.elts.every(isPlainTest);
    case 'Subscript':
      return isPlainTest(test.value) && isPlainTest(test.slice);
    default:
      return false;
  }
}
