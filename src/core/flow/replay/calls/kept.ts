import { lessSure } from '../names/binds';
import { isCallable } from './apply';
import { callMethod } from './methods';
import { loadAttribute, only } from '../values/loads';
import { hasMember } from '../heap/members';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { ATOMIC, either, type Abstract } from '../heap/values';
import type { World } from '../world';
import { callItem, type Call } from './calls';

/** Call what an instance or a class keeps under a name; `null` where nothing can be called. */
export function callAttribute(
  w: World,
  item: Item,
  name: string,
  given: Call
): Abstract | null {
  const { kind } = item;
  if (kind !== 'instance' && kind !== 'class' && kind !== 'function') {
    return null;
  }
  const loaded = loadAttribute(w, only(item.id), name, given.site);
  // What stands for a method of this very item is what is being called.
  const callables = itemsOf(w.heap, loaded.objects).filter(
    one =>
      (one.kind === 'library' || isCallable(w, one)) &&
      !one.related.includes(item.id)
  );
  if (callables.length === 0) {
    return null;
  }
  // A base of a library's may have a method of that name.
  const isOther = item.isOpaque;
  const isSure = callables.length === 1 && !isOther;
  const { certainty } = w;
  w.certainty = isSure ? certainty : lessSure(certainty, 'loop');
  const self = { name: null, value: only(item.id) };
  let result: Abstract | null = null;
  for (const one of callables) {
    // What an instance keeps is called as it is; a function of its class gets the instance.
    const isOwn = kind !== 'instance' || hasMember(item.holds, one.id);
    const args = isOwn ? given.args : [self, ...given.args];
    const value = callItem(w, one, { ...given, args });
    result = result ? either(result, value) : value;
  }
  w.certainty = certainty;
  return result && !isOther
    ? result
    : either(result ?? ATOMIC, callMethod(w, item, name, given));
}
