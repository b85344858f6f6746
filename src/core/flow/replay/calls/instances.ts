import { applyOwned } from './apply';
import { findMethod, hasForeignBase } from './classes';
import { callPassed, type Call } from './calls';
import { only } from '../values/loads';
import {
  hold,
  objectAt,
  partsOf,
  type Abstract,
  type Item
} from '../heap/objects';
import type { World } from '../world';

/** A call of a notebook class: a new instance, set up by its `__init__`. */
export function construct(w: World, owner: Item, given: Call): Abstract {
  const { args, key } = given;
  const isForeign = hasForeignBase(w, owner);
  const item = objectAt(w.heap, `${key} ${owner.id}`, {
    kind: 'instance',
    related: [owner.id],
    isOpaque: isForeign
  });
  let isSetUp = false;
  for (const name of ['__new__', '__init__', '__post_init__']) {
    const method = findMethod(w, item, name);
    if (method) {
      const { definition, owner: home } = method;
      applyOwned(w, definition, home, [item.id], args);
      isSetUp ||= name === '__init__';
    }
  }
  if (!isSetUp) {
    callPassed(w, given, true);
    for (const { value } of args) {
      hold(w.heap, [item.id], value.objects);
      if (isForeign) {
        // A class of lists takes what is in the list.
        hold(w.heap, [item.id], partsOf(w.heap, value.objects));
      }
    }
  }
  return only(item.id);
}
