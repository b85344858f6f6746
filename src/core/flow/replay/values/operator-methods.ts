import { applyMethod } from '../calls/apply';
import { findMethod, type Method } from '../calls/classes';
import { type Item } from '../heap/heap';
import { itemAt, itemsOf } from '../heap/objects';
import { type ObjectSet } from '../heap/sets';
import { ATOMIC, either, type Abstract } from '../heap/values';
import { lessSure } from '../names/binds';
import type { World } from '../world';

const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  '+': ['__add__', '__radd__'],
  '-': ['__sub__', '__rsub__', '__neg__'],
  '*': ['__mul__', '__rmul__'],
  '/': ['__truediv__', '__rtruediv__'],
  '//': ['__floordiv__', '__rfloordiv__'],
  '%': ['__mod__', '__rmod__'],
  '**': ['__pow__', '__rpow__'],
  '@': ['__matmul__', '__rmatmul__'],
  '<<': ['__lshift__', '__rlshift__'],
  '>>': ['__rshift__', '__rrshift__'],
  '&': ['__and__', '__rand__'],
  '|': ['__or__', '__ror__'],
  '^': ['__xor__', '__rxor__'],
  '~': ['__invert__'],
  '==': ['__eq__'],
  '!=': ['__ne__', '__eq__'],
  '<': ['__lt__', '__gt__'],
  '>': ['__gt__', '__lt__'],
  '<=': ['__le__', '__ge__'],
  '>=': ['__ge__', '__le__'],
  in: ['__contains__', '__iter__'],
  'not in': ['__contains__', '__iter__'],
  test: ['__bool__', '__len__'],
  format: ['__format__', '__str__', '__repr__'],
  enter: ['__enter__', '__aenter__'],
  exit: ['__exit__', '__aexit__']
};

/** Names of the methods that an operator asks for, the first that is there counts. */
export function specialNames(operator: string): readonly string[] {
  const known = SPECIAL[operator];
  if (known) {
    return known;
  }
  const plain = operator.slice(0, -1);
  const names = SPECIAL[plain] ?? [];
  return [
    ...names.slice(0, 1).map(name => name.replace('__', '__i')),
    ...names
  ];
}

/** Run what classes of the notebook define for an operator; `null` when none does. */
export function runSpecial(
  w: World,
  operator: string,
  operands: readonly Abstract[]
): Abstract | null {
  if (!operands.some(({ objects }) => hasInstance(w, objects))) {
    return null;
  }
  const { certainty } = w;
  const count = operands.reduce((sum, one) => sum + one.objects.length, 0);
  w.certainty = count > 1 ? lessSure(certainty, 'loop') : certainty;
  let result: Abstract | null = null;
  for (const operand of operands) {
    for (const item of itemsOf(w.heap, operand.objects)) {
      const method = firstMethod(w, item, operator);
      if (method) {
        const others = operands.filter(other => other !== operand);
        const [other = ATOMIC] = others;
        const given = applyMethod(w, method, [item.id], [other]);
        result = result ? either(result, given) : given;
      }
    }
  }
  w.certainty = certainty;
  return result;
}

function hasInstance({ heap }: World, objects: ObjectSet): boolean {
  for (let i = 0; i < objects.length; i++) {
    if (itemAt(heap, objects[i] ?? -1)?.kind === 'instance') {
      return true;
    }
  }
  return false;
}

function firstMethod(w: World, item: Item, operator: string): Method | null {
  if (item.kind !== 'instance') {
    return null;
  }
  for (const name of specialNames(operator)) {
    const method = findMethod(w, item, name);
    if (method) {
      return method;
    }
  }
  return null;
}
