import { isEmpty } from '../replay/heap/members';
import { reachedFrom } from '../replay/heap/holding';
import { noteAll } from '../replay/heap/looks';
import { type Item } from '../replay/heap/heap';
import { itemsOf } from '../replay/heap/objects';
import { currentVersion } from '../replay/names/binds';
import type { Maker, Site, Version } from '../replay/heap/versions';
import type { Reached } from '../replay/records';
import type { World } from '../replay/world';
import type { Name } from '../../python/facts/types';

const NOT_AN_OBJECT: Reached = {
  items: [],
  named: [],
  homes: [],
  notedAt: -1
};

/** What a value reaches when all cells have run. Worked out once for each state of the notebook. */
export function reachedBy(w: World, { value }: Version): Reached {
  const { objects } = value;
  if (objects.length === 0) {
    return NOT_AN_OBJECT;
  }
  const [first = -1] = objects;
  const key = objects.length === 1 ? first : objects;
  const known = w.reached.get(key);
  if (known) {
    if (known.notedAt !== w.heap.stamp) {
      known.notedAt = w.heap.stamp;
      noteAll(w.heap, known.items);
      noteAll(w.heap, known.named);
    }
    return known;
  }
  const own = itemsOf(w.heap, objects);
  const items = own.every(({ holds }) => isEmpty(holds))
    ? own
    : reachedFrom(w.heap, objects);
  const reached = { items, ...homesOf(w, items), notedAt: w.heap.stamp };
  w.reached.set(key, reached);
  return reached;
}

/**
 * The classes of the notebook that a value is, holds or has instances of, with those they derive
 * from, and functions that are cached, as the notebook knows them by name. A pickle refers to them by these names.
 */
export function homesIn(w: World, version: Version): readonly Version[] {
  return reachedBy(w, version).homes;
}

/**
 * What a value reaches, and what classes of its instances hold that the step cannot name: those
 * travel with the instances.
 */
export function comingWith(
  w: World,
  version: Version,
  step: Maker
): readonly Item[] {
  const { items, homes } = reachedBy(w, version);
  const nameless = homes.filter(
    home => !isHome(entryAt(w, home.name, step), home)
  );
  const held = nameless.flatMap(home => reachedBy(w, home).items);
  return held.length === 0 ? items : [...new Set([...items, ...held])];
}

type Homes = Pick<Reached, 'named' | 'homes'>;

const NO_HOMES: Homes = { named: [], homes: [] };

function homesOf({ heap }: World, items: readonly Item[]): Homes {
  const named = items.filter(
    item =>
      item.kind === 'class' || item.kind === 'instance' || isPickledByName(item)
  );
  if (named.length === 0) {
    return NO_HOMES;
  }
  const found = new Set(named);
  for (const item of found) {
    const classes = [...item.related, ...item.metaclass];
    itemsOf(heap, classes).forEach(other => found.add(other));
  }
  const homes = [...found].flatMap(({ kind, home }) =>
    kind !== 'instance' && home ? [home] : []
  );
  return { named: [...found], homes };
}

/** Decorators that give an object of a library, whose pickle is a name. */
const BY_NAME =
  /(?:^|\.)(?:lru_cache|cache|singledispatch|n?jit|vectorize|guvectorize)$/;

/** True for a function that such a decorator stands on. */
export function isPickledByName({ kind, definition }: Item): boolean {
  return (
    kind === 'function' &&
    definition !== null &&
    definition.decorators.some(name => BY_NAME.test(name))
  );
}

/** The version of a name that a step finds when it begins. */
export function entryAt(w: World, name: Name, step: Maker): Version | null {
  let version = currentVersion(w, name) ?? null;
  while (version && version.by >= step) {
    version = version.previous;
  }
  return version;
}

/** The version below this one that a step before has made, if one has. */
export function entryBefore(from: Version, step: Maker): Version | null {
  let version: Version | null = from;
  while (version && version.by >= step) {
    version = version.previous;
  }
  return version && version.by >= 0 ? version : null;
}

/** The version of a name that a step leaves. */
export function exitOf(w: World, name: Name, step: Maker): Version | null {
  const entry = entryAt(w, name, step);
  return w.steps[step]?.finals.get(name) ?? entry;
}

/** True when a version is the class of that home, perhaps changed since. */
export function isHome(version: Version | null, home: Version): boolean {
  let next = version;
  while (next && !isSameSite(next.site, home.site)) {
    const isPerhapsGone = next.form === 'unbound' && next.may !== null;
    if (!next.isChanged && !isPerhapsGone) {
      return false;
    }
    next = isPerhapsGone ? next.may : next.previous;
  }
  return next !== null;
}

function isSameSite(a: Site, b: Site): boolean {
  return (
    a.cell === b.cell && a.at.start === b.at.start && a.at.end === b.at.end
  );
}
