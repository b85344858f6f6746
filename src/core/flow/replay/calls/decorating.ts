import { hold } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { type ObjectSet } from '../heap/sets';
import { ATOMIC, either, type Abstract } from '../heap/values';
import { lessSure } from '../names/binds';
import { change } from '../values/changes';
import type { World } from '../world';
import { applyFunction } from './apply';
import { callValue, type Call } from './calls';
import { findMethod } from './classes';
import { noteCachedInside } from './wrapping';

/** Origins of decorators that only wrap what they are given. */
const WRAPPING =
  /^(?:functools|dataclasses|contextlib|typing|abc|enum|attr|attrs|numba|jax|tensorflow|torch|tenacity|retry|joblib)\./;

/** A class of the notebook, an instance that can be called, or a method of one. */
function isOwnCallable(w: World, item: Item): boolean {
  if (item.kind === 'bound') {
    const receivers = itemsOf(w.heap, item.related);
    return receivers.some(self => findMethod(w, self, item.path) !== null);
  }
  return item.kind === 'instance'
    ? findMethod(w, item, '__call__') !== null
    : item.kind === 'class' && item.definition !== null;
}

/** A decorator of the notebook gives what it returns; others give the function back. */
export function decorate(
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
