import type { Expr } from '../tree/tree';
import { certainty, emit, newValue, type Builder } from './builder';
import { evaluate, iterate, makeDisplay } from './expressions';
import { bindName, unbindName } from './names';
import { ATOM, type BindForm, type Name, type Value } from './types';

/** Store a value in a target; names go to `overlay` where a comprehension has its own. */
export function assignTo(
  b: Builder,
  target: Expr,
  value: Value,
  form: BindForm,
  overlay: Map<string, Value> | null = null
): void {
  if (target.kind === 'Name') {
    if (overlay) {
      overlay.set(target.id, value);
    } else {
      bindName(b, target.id, value, form, target);
    }
  } else if (target.kind === 'Attribute' || target.kind === 'Subscript') {
    storeInto(b, target, value);
  } else if (target.kind === 'List' || target.kind === 'Tuple') {
    const star = target.elts.findIndex(({ kind }) => kind === 'Starred');
    target.elts.forEach((element, i) => {
      const index = star >= 0 && i >= star ? -1 - i : i;
      assignTo(b, element, unpack(b, value, index), form, overlay);
    });
  } else if (target.kind === 'Starred') {
    const rest = makeDisplay(b, [value], target, { variant: 3 });
    assignTo(b, target.value, rest, form, overlay);
  } else {
    evaluate(b, target);
  }
}

function unpack(b: Builder, from: Value, index: number): Value {
  if (from === ATOM) {
    return ATOM;
  }
  const to = newValue(b);
  emit(b, { op: 'unpack', to, from, index });
  return to;
}

/** A store through an attribute or a subscript; with `ATOM` also a delete. */
export function storeInto(
  b: Builder,
  target: Expr,
  value: Value,
  isStore = true
): void {
  if (target.kind !== 'Attribute' && target.kind !== 'Subscript') {
    return;
  }
  const { start, end } = target;
  const holder = evaluate(b, target.value);
  if (isStore) {
    noteTarget(b, holder);
  }
  const isItem = target.kind === 'Subscript';
  const key = isItem ? evaluate(b, target.slice) : ATOM;
  const isSlice = isItem && target.slice.kind === 'Slice';
  emit(b, {
    op: 'change',
    target: holder,
    attr: isItem ? null : target.attr,
    key,
    value: isSlice ? iterate(b, value, target) : value,
    isSure: isStore && isSpelled(target) && certainty(b) === 'certain',
    isSpelled: isSpelled(target),
    isItem: isStore && isOneItem(target),
    at: { start, end }
  });
}

/** Keys that are no slices, whatever is in them. */
const ONE = new Set(['Constant', 'UnaryOp', 'JoinedStr']);

/**
 * Nothing is done with a value but to store something into it, nor with what it was taken out of:
 * `decimal.getcontext().prec = 5`.
 */
function noteTarget(b: Builder, holder: Value): void {
  const { ops } = b.scope.unit;
  let value = holder;
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    const isPart = op?.op === 'load' || op?.op === 'call' || op?.op === 'read';
    if (!isPart || op.to !== value) {
      return;
    }
    ops[i] = { ...op, isTarget: true };
    if (op.op === 'read') {
      return;
    }
    value = op.op === 'load' ? op.from : op.callee;
  }
}

/** True for a place in a list or dict, where something can be put. */
export function isOneItem(target: Expr): boolean {
  return target.kind === 'Subscript' && ONE.has(target.slice.kind);
}

/** `x['name']`, `x.name` */
export function isSpelled(target: Expr): boolean {
  return target.kind === 'Subscript'
    ? target.slice.kind === 'Constant' && target.slice.type === 'str'
    : target.kind === 'Attribute';
}

export function deleteTarget(b: Builder, target: Expr): void {
  if (target.kind === 'Name') {
    // A name that is not bound cannot be deleted.
    evaluate(b, target);
    unbindName(b, target.id, target);
  } else if (target.kind === 'List' || target.kind === 'Tuple') {
    target.elts.forEach(element => deleteTarget(b, element));
  } else {
    storeInto(b, target, ATOM, false);
  }
}

/** The names that an assignment to this target binds. */
export function namesInTarget(target: Expr): readonly Name[] {
  if (target.kind === 'Name') {
    return [target.id];
  }
  if (target.kind === 'Starred') {
    return namesInTarget(target.value);
  }
  return target.kind === 'List' || target.kind === 'Tuple'
    ? target.elts.flatMap(namesInTarget)
    : [];
}
