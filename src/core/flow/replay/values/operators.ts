import type { OperateOp } from '../../../python/facts/types';
import { type Activation, siteKey, siteOf, valueOf } from '../calls/activation';
import { applyFunction, applyMethod, SWALLOWER } from '../calls/apply';
import { lessSure } from '../names/binds';
import { change } from './changes';
import { callValue, type Call } from '../calls/calls';
import { findMethod, hasForeignBase, type Method } from '../calls/classes';
import { awaited } from '../calls/coroutines';
import { noteCachedInside } from '../calls/wrapping';
import { askInside, EQUAL, TEXT } from '../calls/protocols';
import { consumeAll, elementsOf } from './elements';
import { hold, partsOf } from '../heap/holding';
import {
  itemAt,
  itemsOf,
  objectAt,
  type Item,
  type SiteKey
} from '../heap/objects';
import {
  ATOMIC,
  either,
  knownOf,
  PERCENT_FIELD,
  textual,
  withoutFields,
  type Abstract
} from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { readAt } from '../names/reads';
import type { Site } from '../heap/versions';
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

function specialNames(operator: string): readonly string[] {
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

/** What an operator does and gives. */
export function operate(w: World, act: Activation, op: OperateOp): Abstract {
  const operands = op.operands.map(value => valueOf(act, value));
  const site = siteOf(w, act, op.at);
  if (op.operator === 'decorate') {
    const key = siteKey(w, act, op.site);
    return decorate(w, operands, { act, args: [], site, key });
  }
  const special = runSpecial(w, op.operator, operands);
  if (COMPARISONS.has(op.operator) || op.operator.endsWith('in')) {
    compare(w, op.operator, operands);
  }
  const left = operands[0] ?? ATOMIC;
  const right = operands[1] ?? ATOMIC;
  if (op.operator === '%' && left.objects.length === 0) {
    askInside(w, TEXT, right.objects);
  }
  switch (op.operator) {
    case 'in':
    case 'not in':
      probeName(w, act, left, right, site);
      consumeAll(w, right.objects, site);
      return ATOMIC;
    case 'test':
    case 'format':
    case 'exit':
      return ATOMIC;
    case 'raise':
      raise(w, siteKey(w, act, op.site), left.objects);
      return ATOMIC;
    case 'caught':
      return caughtBy(w, siteKey(w, act, op.site), left.objects);
    case 'await':
      return { objects: awaited(w, left.objects), text: left.text };
    case 'enter':
      return special ?? entered(w, left);
    default:
      return special ?? compute(w, act, op, left, right, site);
  }
}

/** What is in collections is compared with them. */
function compare(
  w: World,
  operator: string,
  operands: readonly Abstract[]
): void {
  const all = operands.flatMap(({ objects }) => objects);
  if (all.length === 0) {
    return;
  }
  const plain = itemsOf(w.heap, all).filter(one => one.kind === 'plain');
  const ids = plain.map(({ id }) => id);
  askInside(w, specialNames(operator), ids);
  if (operator.endsWith('in')) {
    askInside(w, EQUAL, all);
  }
}

/** Managers that give what they were made with. */
const GIVING = /^contextlib\.(?:nullcontext|closing)$/;

/** What a manager gives that is the value itself. */
function entered(w: World, { objects, text }: Abstract): Abstract {
  const own = itemsOf(w.heap, objects).filter(({ path }) => path !== SWALLOWER);
  const found = own.flatMap(({ id, path }) =>
    GIVING.test(path) ? partsOf(w.heap, [id]) : [id]
  );
  return { objects: toSet(found), text };
}

/** Run what classes of the notebook define for an operator; `null` when none does. */
function runSpecial(
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

/** `"x" in globals()` */
function probeName(
  w: World,
  act: Activation,
  left: Abstract,
  right: Abstract,
  site: Site
): void {
  const asks = itemsOf(w.heap, right.objects).some(
    ({ kind }) => kind === 'namespace'
  );
  if (asks && left.text !== null) {
    const manner = { probe: true, inside: false, certain: false, at: site.at };
    readAt(w, act, left.text, site, manner);
  }
}

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);

function compute(
  w: World,
  act: Activation,
  op: OperateOp,
  left: Abstract,
  right: Abstract,
  site: Site
): Abstract {
  const isInPlace = op.operator.endsWith('=') && !COMPARISONS.has(op.operator);
  if (isInPlace && !isFixed(w, left.objects)) {
    change(w, left.objects, site);
    hold(w.heap, left.objects, elementsOf(w, right.objects));
    return { objects: left.objects, text: null };
  }
  const both = union(left.objects, right.objects);
  const items = itemsOf(w.heap, both);
  if (items.length === 0) {
    return together(op.operator, left, right);
  }
  const { text, partly } = together(op.operator, left, right);
  const made = combine(w, siteKey(w, act, op.site), items, {
    isComparison: COMPARISONS.has(op.operator),
    text
  });
  return partly === undefined ? made : { ...made, partly };
}

/** What a handler gets: an instance of a class of the notebook, or something of a library's. */
function caughtBy(w: World, key: SiteKey, types: ObjectSet): Abstract {
  const all = itemsOf(w.heap, union(types, partsOf(w.heap, types)));
  const related = toSet(
    all.filter(({ kind }) => kind === 'class').map(({ id }) => id)
  );
  const kind = related.length > 0 ? 'instance' : 'plain';
  const item = objectAt(w.heap, key, { kind, related, isOpaque: true });
  return { objects: union(w.thrown, [item.id]), text: null };
}

/** A handler of this cell may get this, with what it was made of. */
function raise(w: World, key: SiteKey, objects: ObjectSet): void {
  const made = itemsOf(w.heap, objects).filter(
    ({ kind }) => kind === 'instance' || kind === 'plain'
  );
  for (const { id, isOpaque } of made) {
    const held = isOpaque ? partsOf(w.heap, [id]) : NOTHING;
    if (held.length > 0) {
      // The tuple of its arguments.
      const inner = objectAt(w.heap, `${key} args`);
      hold(w.heap, [inner.id], held);
      hold(w.heap, [id], [inner.id]);
    }
  }
  w.thrown = union(w.thrown, toSet(made.map(({ id }) => id)));
}

/** True where every value is one that `+=` leaves as it is, and makes a new one. */
function isFixed(w: World, objects: ObjectSet): boolean {
  return itemsOf(w.heap, objects).every(({ path }) => FIXED.has(path));
}

const FIXED: ReadonlySet<string> = new Set([
  'builtins.tuple',
  'builtins.frozenset'
]);

/** The new value that an operator makes of others. */
function combine(
  w: World,
  key: SiteKey,
  items: readonly Item[],
  of: { readonly isComparison: boolean; readonly text: string | null }
): Abstract {
  const isOpaque = items.some(item => item.isOpaque || item.kind === 'library');
  if (!isOpaque && of.isComparison) {
    return ATOMIC;
  }
  const path = items.find(item => item.path)?.path ?? '';
  const related = of.isComparison ? NOTHING : classesOf(w, items);
  const kind = related.length > 0 ? 'instance' : 'plain';
  const draft = { kind, related, isOpaque, path, text: of.text } as const;
  const made = objectAt(w.heap, key, draft);
  const lists = items.filter(item => !item.isOpaque && item.kind !== 'library');
  const held = partsOf(w.heap, toSet(lists.map(({ id }) => id)));
  hold(w.heap, [made.id], held);
  return { objects: [made.id], text: of.text };
}

/** Classes with operators of a library's, which give an instance of the class again. */
function classesOf(w: World, items: readonly Item[]): ObjectSet {
  const all = items.flatMap(({ kind, related }) =>
    kind === 'instance' ? itemsOf(w.heap, related) : []
  );
  const own = all.filter(one => one.kind === 'class' && hasForeignBase(w, one));
  return toSet(own.map(({ id }) => id));
}

function isNothingKnown({ text, partly }: Abstract): boolean {
  return text === null && partly === undefined;
}

/** What an operator makes of two texts, as far as they are known. */
function together(operator: string, left: Abstract, right: Abstract): Abstract {
  if (operator === '%') {
    return textual(null, withoutFields(knownOf(left), PERCENT_FIELD));
  }
  const isPath = operator === '/';
  if (!isPath && operator !== '+' && operator !== '+=') {
    return ATOMIC;
  }
  const join = (a: string, b: string) => (isPath ? `${a}/${b}` : a + b);
  if (isNothingKnown(left) && isNothingKnown(right)) {
    return ATOMIC;
  }
  const isKnown = left.text !== null && right.text !== null;
  return isKnown
    ? { objects: NOTHING, text: join(left.text, right.text) }
    : textual(null, join(knownOf(left), knownOf(right)));
}

/** Origins of decorators that only wrap what they are given. */
const WRAPPING =
  /^(?:functools|dataclasses|contextlib|typing|abc|enum|attr|attrs|numba|jax|tensorflow|torch|tenacity|retry|joblib)\./;

/** A class of the notebook, or an instance that can be called. */
function isOwnCallable(w: World, item: Item): boolean {
  return item.kind === 'instance'
    ? findMethod(w, item, '__call__') !== null
    : item.kind === 'class' && item.definition !== null;
}

/** A decorator of the notebook gives what it returns; others give the function back. */
function decorate(
  w: World,
  [decorator = ATOMIC, inner = ATOMIC]: readonly Abstract[],
  given: Call
): Abstract {
  const { certainty } = w;
  const isOne = decorator.objects.length === 1;
  if (given.act.definition) {
    noteCachedInside(w, decorator, inner);
  }
  w.certainty = isOne ? certainty : lessSure(certainty, 'loop');
  let result: Abstract | null = null;
  const passed = [{ name: null, value: inner }];
  for (const item of itemsOf(w.heap, decorator.objects)) {
    if (item.kind === 'function') {
      const one = applyFunction(w, item, passed);
      result = result ? either(result, one) : one;
    } else if (isOwnCallable(w, item)) {
      const value = { objects: [item.id], text: null };
      const one = callValue(w, value, { ...given, args: passed });
      result = result ? either(result, one) : one;
    } else if (
      (item.kind === 'bound' || item.kind === 'plain') &&
      !WRAPPING.test(item.path)
    ) {
      // It may register the function somewhere.
      const receivers: ObjectSet =
        item.kind === 'bound' ? item.related : [item.id];
      hold(w.heap, receivers, inner.objects);
      change(w, receivers, given.site);
      result = result ? either(result, inner) : inner;
    }
  }
  w.certainty = certainty;
  return result ?? inner;
}
