import type { Expr } from '../tree';
import { emit, newValue, type Builder } from './builder';
import { evaluate, makeDisplay } from './expressions';
import { bindName, unbindName } from './names';
import { ATOM, type BindForm, type Value } from './types';

/** Store a value in a target; names go to `overlay` where a comprehension has its own. */
export function assignTo(
  b: Builder,
  target: Expr,
  value: Value,
  form: BindForm,
  overlay: Map<string, Value> | null = null
): void {
  switch (target.kind) {
    case 'Name':
      if (overlay) {
        overlay.set(target.id, value);
      } else {
        bindName(b, target.id, value, form, target);
      }
      return;
    case 'Attribute':
    case 'Subscript':
      storeInto(b, target, value);
      return;
    case 'List':
    case 'Tuple':
      target.elts.forEach((element, index) => {
        assignTo(b, element, unpack(b, value, index), form, overlay);
      });
      return;
    case 'Starred':
      assignTo(
        b,
        target.value,
        makeDisplay(b, [value], target, 3),
        form,
        overlay
      );
      return;
    default:
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
export function storeInto(b: Builder, target: Expr, value: Value): void {
  if (target.kind !== 'Attribute' && target.kind !== 'Subscript') {
    return;
  }
  const { start, end } = target;
  const holder = evaluate(b, target.value);
  const isItem = target.kind === 'Subscript';
  const key = isItem ? evaluate(b, target.slice) : ATOM;
  emit(b, {
    op: 'change',
    target: holder,
    attr: isItem ? null : target.attr,
    key,
    value,
    at: { start, end }
  });
}

export function deleteTarget(b: Builder, target: Expr): void {
  switch (target.kind) {
    case 'Name':
      unbindName(b, target.id, target);
      return;
    case 'Attribute':
    case 'Subscript':
      storeInto(b, target, ATOM);
      return;
    case 'List':
    case 'Tuple':
      target.elts.forEach(element => deleteTarget(b, element));
      return;
    default:
  }
}
