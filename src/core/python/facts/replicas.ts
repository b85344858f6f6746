import type { Expr, Stmt } from '../tree/tree';
import { childrenOf } from './children';
import type { ReplicaKind, Statement } from './types';

/** A top-level statement, and how it can be repeated in another step. */
export function statementOf(source: string, node: Stmt): Statement {
  return {
    start: startOf(source, node),
    end: node.end,
    replica: replicaKind(node),
    isConditional: node.kind === 'If' || node.kind === 'Try'
  };
}

function startOf(source: string, node: Stmt): number {
  const decorator =
    node.kind === 'FunctionDef' || node.kind === 'ClassDef'
      ? node.decorators[0]
      : undefined;
  return decorator ? source.lastIndexOf('@', decorator.start) : node.start;
}

const REPLICAS: Partial<Record<Stmt['kind'], ReplicaKind>> = {
  FunctionDef: 'function',
  ClassDef: 'class',
  Import: 'import',
  ImportFrom: 'import',
  TypeAlias: 'type'
};

function replicaKind(node: Stmt): ReplicaKind | null {
  if (node.kind === 'If' || node.kind === 'Try') {
    return replicaOfArms(node);
  }
  if (node.kind === 'Assign') {
    const [target] = node.targets;
    if (node.targets.length !== 1 || target?.kind !== 'Name') {
      return null;
    }
    return node.value.kind === 'Lambda' ? 'lambda' : kindOfCall(node.value);
  }
  return REPLICAS[node.kind] ?? null;
}

const CLASS_MAKERS =
  /^(?:namedtuple|NamedTuple|TypedDict|NewType|TypeVar|make_dataclass|(?:Int|Str)?(?:Enum|Flag))$/;

/** `P = namedtuple('P', 'x y')` makes a class as a `class` statement does. */
function kindOfCall(value: Expr): ReplicaKind | null {
  if (value.kind !== 'Call') {
    return null;
  }
  const { func, args, keywords } = value;
  const name =
    func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  const given = [...args, ...keywords.map(keyword => keyword.value)];
  return CLASS_MAKERS.test(name) && given.every(isPlainTest) ? 'class' : null;
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
  return PLAIN.has(test.kind) && childrenOf(test).exprs.every(isPlainTest);
}

const PLAIN: ReadonlySet<Expr['kind']> = new Set([
  'Attribute',
  'BoolOp',
  'Compare',
  'Constant',
  'Dict',
  'List',
  'Name',
  'Subscript',
  'Tuple',
  'UnaryOp'
]);
