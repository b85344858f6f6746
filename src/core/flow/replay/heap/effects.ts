import type { Name } from '../../../python/facts/types';
import { remember } from '../../library/remember';
import { isEqual } from './equal';
import type { CellRun } from './journal';
import type { Write } from './writes';
import { type Item } from './heap';
import { madeKey } from './objects';
import type { ObjectId } from './sets';
import type { World } from '../world';
import type { Changes } from './changes';

/** Keys by which runs of cells say what they looked at besides names and objects. */
export const STATES = 'states';
export const FILES = 'files';
export const SUPPLY = 'supply';
export const GUARDED = 'guarded';
export const stateKey = remember(key => `state ${key}`);
export const emptiedKey = (id: ObjectId): string => `emptied ${id}`;
export const chainKey = (name: Name): string => `chain ${name}`;
export const useKey = (step: number, name: Name): string =>
  `use ${step} ${name}`;

/** Everything that a run wrote to one place, in order. */
interface Effects {
  readonly names: Map<Name, unknown[]>;
  readonly keys: Map<string, unknown[]>;
  readonly objects: Map<ObjectId, unknown[]>;
  readonly held: Map<ObjectId, unknown[]>;
  /** What only phases behind the replay look at: marks of objects, uses by steps, the rest. */
  readonly marks: Map<ObjectId, unknown[]>;
  readonly uses: Map<number, unknown[]>;
  readonly rest: Map<object, unknown[]>;
}

/** Note what a cell does differently now, replayed from the same state of everything else. */
export function compareRuns(
  w: World,
  before: CellRun,
  after: CellRun,
  changes: Changes
): void {
  const [old, now] = [effectsOf(w, before), effectsOf(w, after)];
  const { behind } = changes;
  for (const name of different(old.names, now.names)) {
    addKey(w, changes, chainKey(name));
    behind.names.add(name);
  }
  settleNames(w, old.names, now.names, changes);
  different(old.keys, now.keys).forEach(key => addKey(w, changes, key));
  for (const id of different(old.objects, now.objects)) {
    changes.objects.add(id);
    behind.objects.add(id);
  }
  different(old.held, now.held).forEach(id => changes.held.add(id));
  different(old.marks, now.marks).forEach(id => behind.objects.add(id));
  different(old.uses, now.uses).forEach(step => behind.steps.add(step));
  behind.isAll ||= different(old.rest, now.rest).length > 0;
  changes.isAny = true;
  changes.isAll ||= [before, after].some(run => importsStar(w, run));
}

function importsStar({ stars }: World, { writes }: CellRun): boolean {
  return writes.some(one => one.kind === 'push' && one.on === stars);
}

function addKey({ lookups }: World, changes: Changes, key: string): void {
  changes.keys.add(key);
  changes.until = Math.max(changes.until, lookups?.keys.get(key) ?? -1);
}

/** A name that is again what it was counts as unchanged from here on. */
function settleNames(
  { lookups }: World,
  old: ReadonlyMap<Name, readonly unknown[]>,
  now: ReadonlyMap<Name, readonly unknown[]>,
  changes: Changes
): void {
  const { names } = changes;
  for (const name of [...old.keys(), ...now.keys()]) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was && is && isEqual(was.at(-1), is.at(-1))) {
      names.delete(name);
    } else {
      names.add(name);
      changes.until = Math.max(changes.until, lookups?.names.get(name) ?? -1);
    }
  }
}

function different<K>(
  old: ReadonlyMap<K, unknown>,
  now: ReadonlyMap<K, unknown>
): K[] {
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].filter(key => !isEqual(old.get(key), now.get(key)));
}

function effectsOf(w: World, { writes, binds, made }: CellRun): Effects {
  const effects: Effects = {
    names: new Map(),
    keys: new Map(),
    objects: new Map(),
    held: new Map(),
    marks: new Map(),
    uses: new Map(),
    rest: new Map()
  };
  for (const item of made) {
    const { id, part, holds, slots, heldBy, names, home } = item;
    listAt(effects.objects, id).push([originOf(item), part, holds, slots]);
    listAt(effects.held, id).push([heldBy, names]);
    listAt(effects.marks, id).push(home);
  }
  for (const { value } of binds) {
    listAt(effects.names, value.name).push(value);
  }
  for (const one of writes) {
    addEffect(w, effects, one);
  }
  return effects;
}

function addEffect(w: World, effects: Effects, one: Write): void {
  const { keys, objects, held, marks } = effects;
  switch (one.kind) {
    case 'set':
      if (one.on === w.states || one.on === w.seeds) {
        listAt(keys, stateKey(String(one.key))).push(one.value);
        listAt(keys, STATES).push(one.key);
      }
      return;
    case 'first':
      if (one.on === w.heap.shared || one.on === w.heap.byPath) {
        listAt(keys, madeKey(String(one.key))).push(one.value);
      } else if (one.on === w.repeatedReads) {
        listAt(effects.rest, one.on).push(one.value);
      }
      return;
    case 'add':
      addMember(w, effects, one);
      return;
    case 'push':
      addPush(w, effects, one);
      return;
    case 'use': {
      const step = w.steps.findIndex(({ uses }) => uses === one.on);
      // Whether there is one is all that others ask for.
      listAt(keys, useKey(step, one.value.name)).push(true);
      listAt(effects.uses, step).push(one.value);
      return;
    }
    case 'access':
      // Nothing looks at these but what is worked out anew each time.
      return;
    case 'home':
      listAt(marks, one.id).push(one.isDone ? one.value : null);
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

function addMember(
  w: World,
  { keys, marks, rest }: Effects,
  { on, value }: Extract<Write, { readonly kind: 'add' }>
): void {
  if (on === w.guarded) {
    listAt(keys, GUARDED).push(value);
  } else if (on === w.heap.emptied) {
    listAt(keys, emptiedKey(Number(value))).push(value);
  } else if (typeof value === 'number' && on !== w.onDevice) {
    // A step changes or compares an object.
    listAt(marks, value).push(w.steps.some(({ changed }) => changed === on));
  } else {
    listAt(rest, on).push(value);
  }
}

function addPush(
  w: World,
  { keys, rest }: Effects,
  { on, value }: Extract<Write, { readonly kind: 'push' }>
): void {
  if (on === w.files) {
    listAt(keys, FILES).push(value);
  } else if (on === w.stars || on === w.dynamic) {
    listAt(keys, SUPPLY).push(value);
  } else if (on === w.announced) {
    listAt(rest, on).push(value);
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
  const {
    definition,
    frames,
    related,
    metaclass,
    cell,
    late,
    isFilled,
    columns
  } = item;
  return [
    [kind, isOpaque, path, isFresh, text, hazard],
    [definition, frames, related, metaclass, cell],
    [late?.ops, late?.isOpen, isFilled, columns]
  ];
}
