import { methodTraits } from '../../library/method-traits';
import { hold } from '../heap/holding';
import { type Item } from '../heap/heap';
import { sharedAt } from '../heap/objects';
import { either, type Abstract } from '../heap/values';
import type { World } from '../world';

/** A method that has its receiver with it, wherever it goes. */
export function boundMethod(w: World, item: Item, attr: string): Item {
  const bound = sharedAt(w.heap, `bound ${item.id} ${attr}`, {
    kind: 'bound',
    path: attr,
    related: [item.id]
  });
  hold(w.heap, [bound.id], [item.id]);
  return bound;
}

/** What its class has from Python or a library: `push = stack.append` changes the stack. */
export function orMethod(
  w: World,
  item: Item,
  attr: string,
  member: Abstract
): Abstract {
  return item.kind === 'instance' && methodTraits(attr).mutates
    ? either({ objects: [boundMethod(w, item, attr).id], text: null }, member)
    : member;
}
