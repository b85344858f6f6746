import type { Expr } from '../../python/tree/tree';

/** Builtins whose result follows from their arguments alone. */
const PURE = new Set([
  'abs',
  'all',
  'any',
  'bool',
  'dict',
  'divmod',
  'enumerate',
  'float',
  'frozenset',
  'int',
  'len',
  'list',
  'max',
  'min',
  'pow',
  'range',
  'reversed',
  'round',
  'set',
  'sorted',
  'str',
  'sum',
  'tuple',
  'zip'
]);

/** Methods of text, lists and dicts whose result follows from their arguments alone. */
const PURE_METHODS = new Set([
  'capitalize',
  'format',
  'get',
  'items',
  'join',
  'keys',
  'lower',
  'replace',
  'split',
  'strip',
  'title',
  'upper',
  'values'
]);

/**
 * True when evaluating it again, with other parameters, gives what the notebook would give: it
 * is made of literals, names, operators, f-strings and builtins without effects.
 */
export function isPure(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Constant':
    case 'Name':
      return true;
    case 'Attribute':
      return isPure(expr.value);
    case 'Call':
      return (
        isPureFunction(expr.func) &&
        expr.args.every(isPure) &&
        expr.keywords.every(({ value }) => isPure(value))
      );
    case 'JoinedStr':
      return expr.values.every(
        part =>
          part.kind === 'Constant' ||
          (isPure(part.value) &&
            (part.formatSpec === null || isPure(part.formatSpec)))
      );
    default:
      return isPureCompound(expr);
  }
}

function isPureFunction(func: Expr): boolean {
  return func.kind === 'Attribute'
    ? PURE_METHODS.has(func.attr) && isPure(func.value)
    : func.kind === 'Name' && PURE.has(func.id);
}

function isPureCompound(expr: Expr): boolean {
  switch (expr.kind) {
    case 'BinOp':
      return isPure(expr.left) && isPure(expr.right);
    case 'BoolOp':
      return expr.values.every(isPure);
    case 'UnaryOp':
      return isPure(expr.operand);
    case 'Compare':
      return [expr.left, ...expr.comparators].every(isPure);
    case 'IfExp':
      return [expr.test, expr.body, expr.orelse].every(isPure);
    case 'List':
    case 'Tuple':
    case 'Set':
      return expr.elts.every(isPure);
    case 'Dict':
      return (
        expr.keys.every(key => key === null || isPure(key)) &&
        expr.values.every(isPure)
      );
    case 'Starred':
      return isPure(expr.value);
    case 'Subscript':
      return isPure(expr.value) && isPure(expr.slice);
    case 'Slice':
      return [expr.lower, expr.upper, expr.step].every(
        part => part === null || isPure(part)
      );
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return [expr.elt, ...expr.generators.flatMap(partsOf)].every(isPure);
    case 'DictComp':
      return [expr.key, expr.value, ...expr.generators.flatMap(partsOf)].every(
        isPure
      );
    default:
      return false;
  }
}

function partsOf({
  iter,
  ifs
}: {
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
}): readonly Expr[] {
  return [iter, ...ifs];
}
