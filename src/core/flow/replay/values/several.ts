import { reachOf } from '../heap/holding';
import { itemsOf } from '../heap/objects';
import { toSet } from '../heap/sets';
import { ATOMIC, unfilled, type Abstract } from '../heap/values';
import type { World } from '../world';

/** A value and the data in it, however deep. */
export function reachable(w: World, { objects, text }: Abstract): Abstract {
  const inside = itemsOf(w.heap, toSet(reachOf(w.heap, objects))).filter(
    ({ kind }) => kind === 'plain' || kind === 'instance'
  );
  return { objects: toSet([...objects, ...inside.map(({ id }) => id)]), text };
}

/** One of many values, as `either` is one of two; what comes first and is no object is left out. */
export function anyOf(values: readonly Abstract[], isOpen: boolean): Abstract {
  const [first = ATOMIC, ...others] = values.slice(
    values.findIndex(value => value !== ATOMIC)
  );
  if (others.length === 0) {
    return isOpen ? unfilled(first) : first;
  }
  const isText = others.every(({ text }) => text === first.text);
  const either = {
    objects: toSet([first, ...others].flatMap(({ objects }) => objects)),
    text: isText ? first.text : null
  };
  const isFilled = !isOpen && values.every(one => one.isFilled);
  return isFilled ? { ...either, isFilled } : either;
}
