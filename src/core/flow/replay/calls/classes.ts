import type { Definition, Name } from '../../../python/facts/types';
import { partsOf } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemAt, itemsOf } from '../heap/objects';
import { NOTHING, type ObjectId, type ObjectSet } from '../heap/sets';
import type { World } from '../world';

/** A method and the class that has it. */
export interface Method {
  readonly definition: Definition;
  readonly owner: Item;
}

/** The method of an instance or class, looked up as Python does; `null` when none is known. */
export function findMethod(w: World, item: Item, name: Name): Method | null {
  if (item.kind !== 'instance' && item.kind !== 'class') {
    return null;
  }
  const isClass = item.kind === 'class';
  const classes = isClass ? [item] : itemsOf(w.heap, item.related);
  const found = findIn(w, classes, name, new Set());
  return found || !isClass
    ? found
    : findIn(w, metaclassesOf(w, item), name, new Set());
}

/** No class that people write derives from more; what is further away is not looked at. */
const MOST_BASES = 200;

/** The classes of an instance and all that a class derives from, metaclasses for a class. */
export function ancestorsOf(w: World, item: Item): ObjectId[] {
  const seen = new Set<ObjectId>([...item.related, ...item.metaclass]);
  for (const id of seen) {
    if (seen.size > MOST_BASES) {
      break;
    }
    const one = itemAt(w.heap, id);
    one?.related.forEach(base => seen.add(base));
    if (item.kind === 'class') {
      one?.metaclass.forEach(meta => seen.add(meta));
    }
  }
  return [...seen];
}

/** Under this name stands what was put into a class after its definition. */
export const ANY_NAME = '*';

/** The name of an attribute without the class that Python puts in front of `__x`. */
export function plainName(name: Name): Name {
  return name.replace(/^_[A-Za-z0-9]+(?=__[A-Za-z])/, '');
}

/** What an attribute of a class may be, as far as the class itself tells. */
export function attributesOf(w: World, home: Item, attr: Name): ObjectSet {
  const all = partsOf(w.heap, [home.id]);
  if (all.length === 0) {
    return all;
  }
  const stored = home.slots.get(ANY_NAME) ?? NOTHING;
  const named = home.slots.get(plainName(attr)) ?? NOTHING;
  return all.filter(
    id => named.includes(id) || stored.includes(id) || !isOther(home, id)
  );
}

/** True for what a class holds that is no attribute of another name, or no attribute at all. */
function isOther(
  { slots, related, metaclass, frames }: Item,
  id: ObjectId
): boolean {
  if (related.includes(id) || metaclass.includes(id) || frames.includes(id)) {
    return true;
  }
  for (const objects of slots.values()) {
    if (objects.includes(id)) {
      return true;
    }
  }
  return false;
}

const FIELD =
  /^(?:dataclasses\.field|attrs?\.(?:ib|field)|attr\.attrib|pydantic\.(?:fields\.)?Field)$/;

/** True for what describes an attribute in the body of a class, and is not its value. */
export function isField({ path }: Item): boolean {
  return FIELD.test(path);
}

/** The metaclasses of a class, its own and those of its bases. */
export function metaclassesOf(w: World, item: Item): readonly Item[] {
  const seen = new Set<number>([item.id]);
  const found = new Set<number>();
  for (const id of seen) {
    if (seen.size > MOST_BASES) {
      break;
    }
    const one = itemAt(w.heap, id);
    one?.metaclass.forEach(meta => found.add(meta));
    one?.related.forEach(base => seen.add(base));
  }
  return itemsOf(w.heap, [...found]);
}

/** Names of the methods that an instance or a class has, special ones aside. */
export function methodNames(w: World, item: Item): readonly Name[] {
  if (item.kind !== 'instance' && item.kind !== 'class') {
    return [];
  }
  const classes = itemsOf(w.heap, [item.id, ...ancestorsOf(w, item)]);
  const names = classes.flatMap(({ definition }) => [
    ...(definition?.methods.keys() ?? [])
  ]);
  return [...new Set(names)].filter(name => !name.startsWith('__'));
}

/** The method that `super()` finds from a class on. */
export function findInherited(
  w: World,
  owner: Item,
  name: Name
): Method | null {
  return findIn(w, itemsOf(w.heap, owner.related), name, new Set([owner.id]));
}

function findIn(
  w: World,
  classes: readonly Item[],
  name: Name,
  seen: Set<number>
): Method | null {
  for (const owner of classes) {
    if (seen.has(owner.id)) {
      continue;
    }
    if (seen.size > MOST_BASES) {
      return null;
    }
    seen.add(owner.id);
    const definition = owner.definition?.methods.get(name);
    if (definition) {
      return { definition, owner };
    }
    const bases = itemsOf(w.heap, owner.related);
    const inherited = findIn(w, bases, name, seen);
    if (inherited) {
      return inherited;
    }
  }
  return null;
}

/** Bases of libraries that bring no methods which could call those of the notebook. */
const PLAIN_BASES =
  /^(?:builtins\.object|abc\.ABC|typing\.(?:Generic|Protocol)|typing_extensions\.Protocol)$/;

/** True when a class, or one it derives from, is not the notebook's own. */
export function hasForeignBase(w: World, owner: Item): boolean {
  const seen = new Set<number>([owner.id]);
  for (const id of seen) {
    if (seen.size > MOST_BASES) {
      break;
    }
    const item = itemAt(w.heap, id);
    if (item && item.kind !== 'class' && !PLAIN_BASES.test(item.path)) {
      return true;
    }
    item?.related.forEach(base => seen.add(base));
  }
  return false;
}
