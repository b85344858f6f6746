import { MUTATING } from '../../library/methods';
import { hold } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { NOTHING, toSet, type ObjectId, type ObjectSet } from '../heap/sets';
import { type Abstract } from '../heap/values';
import { lessSure } from '../names/binds';
import { change } from '../values/changes';
import type { World } from '../world';
import type { Activation } from './activation';
import { applyFunction, applyMethod, type Passed } from './apply';
import { callClass } from './class-hooks';
import { runLate } from './late';
import { findMethod } from './classes';

/**
 * What `map` and the like, a factory or a field keep is called as their items are asked for. What
 * it gives is held by `holder`, or else by what keeps it.
 */
export function runLazily(
  w: World,
  keepers: ObjectSet,
  holder: ObjectId | null = null
): void {
  for (const item of itemsOf(w.heap, keepers)) {
    runLate(w, item);
    const objects = toSet([...item.holds]);
    const value = { objects, text: null };
    const { certainty } = w;
    w.certainty = lessSure(certainty, 'loop');
    for (const one of itemsOf(w.heap, objects)) {
      hold(w.heap, [holder ?? item.id], runKept(w, item, one, value));
    }
    w.certainty = certainty;
  }
}

/** Calls something that is kept; returns what it gives. */
function runKept(w: World, by: Item, one: Item, value: Abstract): ObjectSet {
  switch (one.kind) {
    case 'function':
      return applyFunction(w, one, [{ name: '*', value }]).objects;
    case 'class':
      return madeOf(w, by, one, value);
    case 'bound':
      runBound(w, one, by.id, value);
      return NOTHING;
    case 'instance': {
      const method = findMethod(w, one, '__call__');
      if (method) {
        applyMethod(w, method, [one.id], [value]);
      }
      return NOTHING;
    }
    case 'iterator':
      runLate(w, one);
      return NOTHING;
    case 'plain':
    case 'partial':
    case 'library':
    case 'frame':
    case 'namespace':
      return NOTHING;
  }
}

/** An instance of a class that is kept to be called: other iterators may just give it out. */
function madeOf(w: World, by: Item, owner: Item, value: Abstract): ObjectSet {
  const isIterator = by.kind === 'iterator';
  if (isIterator && !by.related.includes(owner.id)) {
    return NOTHING;
  }
  const args: Passed[] = isIterator ? [{ name: '*', value }] : [];
  const { cell, site, context } = w;
  const act: Activation = {
    values: [],
    frames: NOTHING,
    cell,
    definition: null,
    orders: []
  };
  const key = `made by ${by.id} ${isIterator ? '' : context}`;
  return callClass(w, owner, { act, args, site, key }).objects;
}

/** A method that was kept with its receiver is called with something of these. */
function runBound(w: World, bound: Item, by: number, value: Abstract): void {
  for (const self of itemsOf(w.heap, bound.related)) {
    const method = findMethod(w, self, bound.path);
    if (method) {
      applyMethod(w, method, [self.id], [value]);
    } else if (self.id !== by && MUTATING.has(bound.path)) {
      hold(
        w.heap,
        [self.id],
        value.objects.filter(id => id !== self.id)
      );
      change(w, [self.id], w.site);
    }
  }
}
