import type { Activation } from '../calls/activation';
import { applyMethod } from '../calls/apply';
import { ANY_NAME, attributesOf, findMethod } from '../calls/classes';
import { runLazily } from '../calls/lazily';
import { askKey } from '../calls/protocols';
import { partsOf } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { ATOMIC, type Abstract } from '../heap/values';
import type { Site } from '../heap/versions';
import { readAt } from '../names/reads';
import type { World } from '../world';
import { change } from './changes';
import { isEnum, memberIn } from './loads';
import { textIn } from './texts';
import { picked, rowOf, takenFrom } from './views';

/** `x[key]` */
export function loadItem(
  w: World,
  act: Activation,
  from: Abstract,
  key: Abstract,
  site: Site
): Abstract {
  let found: ObjectSet = NOTHING;
  askKey(w, key.objects);
  const items = itemsOf(w.heap, from.objects);
  for (const item of items) {
    if (item.kind === 'namespace') {
      return loadName(w, act, key, site);
    }
    if (item.kind !== 'library') {
      const isCopy =
        key.objects.length > 0 && (item.origin.isArray || item.origin.isTable);
      const part = isCopy ? picked(w, item, site) : pickedOne(w, item, key);
      found = union(found, part);
      if (fillsIn(item)) {
        runLazily(w, [item.id]);
        change(w, [item.id], site);
        const all = itemsOf(w.heap, partsOf(w.heap, [item.id]));
        const values = all.filter(one => !makesAny(one, all));
        found = toSet(values.map(({ id }) => id));
      }
    }
  }
  const text = key.text === null ? null : textIn(items, key.text);
  return { objects: found, text };
}

/** What a number or a key gives. */
function pickedOne(w: World, item: Item, key: Abstract): ObjectSet {
  return item.origin.isArray && item.kind === 'plain'
    ? takenFrom(w.heap, item)
    : union(partBy(w, item, key), rowOf(w.heap, item));
}

/** What a key gives; a dict may make what it lacks. */
function partBy(w: World, item: Item, key: Abstract): ObjectSet {
  if (item.kind === 'class' && isEnum(w, item)) {
    return [memberIn(w, item, attributesOf(w, item, key.text ?? ANY_NAME))];
  }
  const method = findMethod(w, item, '__getitem__');
  if (method) {
    return applyMethod(w, method, [item.id], [key]).objects;
  }
  if (item.path === 'collections.ChainMap') {
    return partsOf(w.heap, partsOf(w.heap, [item.id]));
  }
  const maker = findMethod(w, item, '__missing__');
  const made = maker ? applyMethod(w, maker, [item.id], [key]).objects : [];
  return union(partsOf(w.heap, [item.id]), made);
}

/** True for a dict that keeps what it makes for a key that it lacks. */
function fillsIn({ path, kind, id, part }: Item): boolean {
  return path === 'collections.defaultdict' && kind === 'plain' && id !== part;
}

/** What makes the values of such a dict is not among them. */
function makesAny({ kind, id }: Item, all: readonly Item[]): boolean {
  return (
    kind === 'library' ||
    (kind === 'class' && all.some(({ related }) => related.includes(id)))
  );
}

/** `globals()[key]` */
export function loadName(
  w: World,
  act: Activation,
  key: Abstract,
  site: Site,
  probe = false
): Abstract {
  if (key.text === null) {
    return ATOMIC;
  }
  const manner = { probe, inside: false, certain: !probe, at: site.at };
  return readAt(w, act, key.text, site, manner);
}
