import type { Name } from '../../../python/facts/types';
import { remember } from '../../library/remember';
import { isEqual } from './equal';
import type { CellRun } from './journal';
import type { Write } from './writes';
import type { Item } from './objects';
import type { ObjectId } from './sets';
import type { World } from '../world';

/** Keys by which runs of cells say what they looked at besides names and objects. */
export const STATES = 'states';
export const FILES = 'files';
export const SUPPLY = 'supply';
export const GUARDED = 'guarded';
export const stateKey = remember(key => `state ${key}`);
export const chainKey = (name: Name): string => `chain ${name}`;
export const useKey = (step: number, name: Name): string =>
  `use ${step} ${name}`;

/** What is now different from what later cells saw when they were replayed last. */
export interface Changes {
  readonly names: Set<Name>;
  readonly keys: Set<string>;
  readonly objects: Set<ObjectId>;
  readonly held: Set<ObjectId>;
  /** Some cell was replayed and did not do exactly what it did before. */
  isAny: boolean;
  /** A star import was replayed: it may come to bind more, which all that refer to it must see. */
  isAll: boolean;
}

export function noChanges(): Changes {
  return {
    names: new Set(),
    keys: new Set(),
    objects: new Set(),
    held: new Set(),
    isAny: false,
    isAll: false
  };
}

/** True when a cell looked at something that is different now. */
export function concerns(changes: Changes, run: CellRun): boolean {
  const { names, keys, objects, held } = changes;
  return (
    changes.isAll ||
    (changes.isAny && run.needsAll) ||
    (names.size > 0 && run.names.some(name => names.has(name))) ||
    meets(keys, run.keys) ||
    (objects.size > 0 && run.objects.some(id => objects.has(id))) ||
    (held.size > 0 && run.held.some(id => held.has(id)))
  );
}

function meets(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  for (const one of some) {
    if (all.has(one)) {
      return true;
    }
  }
  return false;
}

/** Everything that a run wrote to one place, in order; of names only what they are in the end. */
interface Effects {
  readonly names: Map<Name, unknown>;
  readonly keys: Map<string, unknown[]>;
  readonly objects: Map<ObjectId, unknown[]>;
  readonly held: Map<ObjectId, unknown[]>;
}

/** Note what a cell does differently now, replayed from the same state of everything else. */
export function compareRuns(
  w: World,
  before: CellRun,
  after: CellRun,
  changes: Changes
): void {
  const [old, now] = [effectsOf(w, before), effectsOf(w, after)];
  for (const name of different(old.names, now.names)) {
    changes.keys.add(chainKey(name));
  }
  settleNames(old.names, now.names, changes.names);
  different(old.keys, now.keys).forEach(key => changes.keys.add(key));
  different(old.objects, now.objects).forEach(id => changes.objects.add(id));
  different(old.held, now.held).forEach(id => changes.held.add(id));
  changes.isAny = true;
  changes.isAll ||= [before, after].some(run => importsStar(w, run));
}

function importsStar({ stars }: World, { writes }: CellRun): boolean {
  return writes.some(one => one.kind === 'push' && one.on === stars);
}

/** A name that is again what it was counts as unchanged from here on. */
function settleNames(
  old: ReadonlyMap<Name, unknown>,
  now: ReadonlyMap<Name, unknown>,
  names: Set<Name>
): void {
  for (const name of [...old.keys(), ...now.keys()]) {
    if (old.has(name) && now.has(name)) {
      if (isEqual(old.get(name), now.get(name))) {
        names.delete(name);
        continue;
      }
    }
    names.add(name);
  }
}

function different<K>(
  old: ReadonlyMap<K, unknown>,
  now: ReadonlyMap<K, unknown>
): K[] {
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].filter(key => !isEqual(old.get(key), now.get(key)));
}

function effectsOf(w: World, { writes, made }: CellRun): Effects {
  const effects: Effects = {
    names: new Map(),
    keys: new Map(),
    objects: new Map(),
    held: new Map()
  };
  for (const item of made) {
    const { id, part, holds, slots, heldBy, names } = item;
    listAt(effects.objects, id).push([originOf(item), part, holds, slots]);
    listAt(effects.held, id).push([heldBy, names]);
  }
  for (const one of writes) {
    addEffect(w, effects, one);
  }
  return effects;
}

function addEffect(w: World, effects: Effects, one: Write): void {
  const { keys, objects, held } = effects;
  switch (one.kind) {
    case 'bind':
      effects.names.set(one.value.name, one.value);
      return;
    case 'set':
      if (one.on === w.states || one.on === w.seeds) {
        listAt(keys, stateKey(String(one.key))).push(one.value);
        listAt(keys, STATES).push(one.key);
      }
      return;
    case 'first':
      if (one.on === w.heap.shared || one.on === w.heap.byPath) {
        listAt(keys, `made ${String(one.key)}`).push(one.value);
      }
      return;
    case 'add':
      if (one.on === w.guarded) {
        listAt(keys, GUARDED).push(one.value);
      }
      return;
    case 'push':
      addPush(w, effects, one);
      return;
    case 'use': {
      const step = w.steps.findIndex(({ uses }) => uses === one.on);
      listAt(keys, useKey(step, one.value.name)).push(one.value);
      return;
    }
    case 'access':
    case 'home':
      // Nothing that is replayed looks at these.
      return;
    case 'part':
    case 'slots':
      listAt(objects, one.id).push(one.value);
      return;
    case 'holds':
      listAt(objects, one.id).push(one.isDone ? one.value : null);
      return;
    case 'heldBy':
      listAt(held, one.id).push(one.isDone ? one.value : null);
      return;
    case 'name':
      listAt(held, one.id).push(one.value);
  }
}

function addPush(
  w: World,
  { keys }: Effects,
  { on, value }: Extract<Write, { readonly kind: 'push' }>
): void {
  if (on === w.files) {
    listAt(keys, FILES).push(value);
  } else if (on === w.stars || on === w.dynamic) {
    listAt(keys, SUPPLY).push(value);
  }
}

function listAt<K>(lists: Map<K, unknown[]>, key: K): unknown[] {
  const known = lists.get(key);
  if (known) {
    return known;
  }
  const made: unknown[] = [];
  lists.set(key, made);
  return made;
}

/** What an object is from the beginning. */
function originOf(item: Item): unknown {
  const { kind, isOpaque, path, isFresh, text, hazard } = item;
  const { definition, frames, related, metaclass, cell } = item;
  return [
    [kind, isOpaque, path, isFresh, text, hazard],
    [definition, frames, related, metaclass, cell]
  ];
}
