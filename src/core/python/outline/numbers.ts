import type { Look, PrintedName } from './outline';
import type { Expr, FormattedValue, Stmt } from '../tree/tree';

/** Whether these statements give a name a number, by the look of the last expression. */
export function looksOf(body: readonly Stmt[]): ReadonlyMap<string, Look> {
  const looks = new Map<string, Look>();
  for (const node of body) {
    for (const target of node.kind === 'Assign' ? node.targets : []) {
      if (node.kind === 'Assign' && target.kind === 'Name') {
        looks.set(target.id, lookOf(node.value, looks));
      }
    }
  }
  return looks;
}

const GIVES_OBJECT = new Set<Expr['kind']>([
  'Dict',
  'DictComp',
  'GeneratorExp',
  'JoinedStr',
  'Lambda',
  'List',
  'ListComp',
  'Set',
  'SetComp',
  'Tuple'
]);

function lookOf(node: Expr, known: ReadonlyMap<string, Look>): Look {
  if (node.kind === 'Constant') {
    return node.type === 'int' || node.type === 'float' ? 'number' : 'object';
  }
  if (node.kind === 'Name') {
    return known.get(node.id) ?? 'unknown';
  }
  if (node.kind === 'UnaryOp') {
    return lookOf(node.operand, known);
  }
  if (node.kind === 'BinOp') {
    const looks = [lookOf(node.left, known), lookOf(node.right, known)];
    const isNumber = looks.every(look => look === 'number');
    return isNumber
      ? 'number'
      : looks.includes('object')
        ? 'object'
        : 'unknown';
  }
  if (node.kind === 'Call') {
    return lookOfCall(node.func);
  }
  return GIVES_OBJECT.has(node.kind) ? 'object' : 'unknown';
}

const GIVES_NUMBER =
  /^(?:len|round|sum|float|int|abs|mean|fmean|median|stdev|pstdev|std|score|nunique|item)$|_score$|_error$|_loss$/;

function lookOfCall(func: Expr): Look {
  const name =
    func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return GIVES_NUMBER.test(name)
    ? 'number'
    : /^_*\p{Lu}/u.test(name)
      ? 'object'
      : 'unknown';
}

/**
 * The names that a cell prints, when it does nothing else than print names, with or without
 * labels, and perhaps give names to values before; otherwise `null`.
 */
export function printedNumbers(
  body: readonly Stmt[]
): readonly PrintedName[] | null {
  const printed: PrintedName[] = [];
  for (const node of body) {
    const names = node.kind === 'Expr' ? printedBy(node.value) : null;
    if (names) {
      printed.push(...names);
    } else if (!isNaming(node)) {
      return null;
    }
  }
  return printed.length > 0 ? printed : null;
}

function isNaming(node: Stmt): boolean {
  return (
    node.kind === 'Assign' && node.targets.every(({ kind }) => kind === 'Name')
  );
}

function printedBy(node: Expr): readonly PrintedName[] | null {
  const isPrint =
    node.kind === 'Call' &&
    node.func.kind === 'Name' &&
    node.func.id === 'print';
  if (!isPrint) {
    return null;
  }
  const parts = node.args.map(namesOfArgument);
  return parts.every(part => part !== null) ? parts.flat() : null;
}

function namesOfArgument(node: Expr): readonly PrintedName[] | null {
  if (node.kind === 'Constant') {
    return [];
  }
  if (node.kind === 'Name') {
    return [{ name: node.id, isFormatted: false }];
  }
  const parts =
    node.kind === 'JoinedStr'
      ? node.values.map(part =>
          part.kind === 'Constant' ? [] : namesOfField(part)
        )
      : [null];
  return parts.every(part => part !== null) ? parts.flat() : null;
}

function namesOfField({
  value,
  formatSpec
}: FormattedValue): readonly PrintedName[] | null {
  const [spec] = formatSpec?.values ?? [];
  return value.kind === 'Name'
    ? [
        {
          name: value.id,
          isFormatted:
            spec?.kind === 'Constant' && /[dfeg%,]$/i.test(spec.value)
        }
      ]
    : null;
}
