import type { Name } from '../../../python/facts/types';
import type { StateKey } from '../../library/state';
import { hasMember, withMember, withoutMember } from './members';
import type { Heap } from './heap';
import type { ObjectId, ObjectSet } from './sets';
import type { Logged } from './logs';
import type { Version } from './versions';
import type { StateAccess, Use } from '../records';

/**
 * One thing that a cell writes to what the cells share, so that it can be taken back and done
 * again. Doing it never looks at anything but the place that it writes to.
 */
export type Write = Logged &
  /** The value of a key. */
  (
    | {
        readonly kind: 'set';
        readonly on: Map<unknown, unknown>;
        readonly key: unknown;
        readonly value: unknown;
        before: unknown;
      }
    /** The value of a key that has none yet. */
    | {
        readonly kind: 'first';
        readonly on: Map<unknown, unknown>;
        readonly key: unknown;
        readonly value: unknown;
        isDone: boolean;
      }
    | {
        readonly kind: 'add';
        readonly on: Set<unknown>;
        readonly value: unknown;
        isDone: boolean;
      }
    | { readonly kind: 'push'; readonly on: unknown[]; readonly value: unknown }
    | { readonly kind: 'part'; readonly id: ObjectId; readonly value: ObjectId }
    | {
        readonly kind: 'slots';
        readonly id: ObjectId;
        readonly value: ReadonlyMap<string, ObjectSet>;
        before: ReadonlyMap<string, ObjectSet>;
      }
    | {
        readonly kind: 'home';
        readonly id: ObjectId;
        value: Version;
        isDone: boolean;
      }
    /** An object is put into this one. */
    | {
        readonly kind: 'holds';
        readonly id: ObjectId;
        readonly value: ObjectId;
        isDone: boolean;
      }
    /** This object is put into another. */
    | {
        readonly kind: 'heldBy';
        readonly id: ObjectId;
        readonly value: ObjectId;
        isDone: boolean;
      }
    /** A name that may point to an object. */
    | {
        readonly kind: 'name';
        readonly id: ObjectId;
        readonly value: Name;
        isDone: boolean;
      }
    /** The first use of a name in a step; a mere probe gives way to another. */
    | {
        readonly kind: 'use';
        readonly on: Map<Name, Use>;
        readonly value: Use;
        before: Use | undefined;
        isDone: boolean;
      }
    /** The first read of a state key in a step; an implicit one gives way to another. */
    | {
        readonly kind: 'access';
        readonly on: Map<StateKey, StateAccess>;
        readonly value: StateAccess;
        before: StateAccess | undefined;
        isDone: boolean;
      }
  );

/** Do a write, for the first time or again. */
export function perform(heap: Heap, one: Write): void {
  switch (one.kind) {
    case 'set':
      one.before = one.on.get(one.key);
      one.on.set(one.key, one.value);
      return;
    case 'first':
      one.isDone = !one.on.has(one.key);
      if (one.isDone) {
        one.on.set(one.key, one.value);
      }
      return;
    case 'add':
      one.isDone = !one.on.has(one.value);
      one.on.add(one.value);
      return;
    case 'push':
      one.on.push(one.value);
      return;
    case 'use':
      performUse(one);
      return;
    case 'access':
      performAccess(one);
      return;
    default:
      performOnItem(heap, one);
  }
}

function performUse(one: Extract<Write, { readonly kind: 'use' }>): void {
  const { on, value } = one;
  one.before = on.get(value.name);
  one.isDone = !one.before || (one.before.isProbe && !value.isProbe);
  if (one.isDone) {
    on.set(value.name, value);
  }
}

function performAccess(one: Extract<Write, { readonly kind: 'access' }>): void {
  const { on, value } = one;
  one.before = on.get(value.key);
  one.isDone = !one.before || (one.before.isImplicit && !value.isImplicit);
  if (one.isDone) {
    on.set(value.key, value);
  }
}

type OnItem = Extract<
  Write,
  { readonly kind: 'part' | 'slots' | 'home' | 'holds' | 'heldBy' | 'name' }
>;

function performOnItem({ items }: Heap, one: OnItem): void {
  const item = items[one.id];
  if (!item) {
    throw new Error('A write to an object that is not there.');
  }
  switch (one.kind) {
    case 'part':
      item.part = one.value;
      return;
    case 'slots':
      one.before = item.slots;
      item.slots = one.value;
      return;
    case 'home':
      one.isDone = item.home === null;
      item.home ??= one.value;
      return;
    case 'holds':
      one.isDone = !hasMember(item.holds, one.value);
      item.holds = withMember(item.holds, one.value);
      item.held = null;
      return;
    case 'heldBy':
      one.isDone = !hasMember(item.heldBy, one.value);
      item.heldBy = withMember(item.heldBy, one.value);
      return;
    case 'name':
      one.isDone = !hasMember(item.names, one.value);
      item.names = withMember(item.names, one.value);
  }
}

/** Take back a write; nothing was written after it. */
export function revert(heap: Heap, one: Write): void {
  switch (one.kind) {
    case 'set':
      restore(one.on, one.key, one.before);
      return;
    case 'first':
      if (one.isDone) {
        one.on.delete(one.key);
      }
      return;
    case 'add':
      if (one.isDone) {
        one.on.delete(one.value);
      }
      return;
    case 'push':
      one.on.pop();
      return;
    case 'use':
      if (one.isDone) {
        restore(one.on, one.value.name, one.before);
      }
      return;
    case 'access':
      if (one.isDone) {
        restore(one.on, one.value.key, one.before);
      }
      return;
    default:
      revertOnItem(heap, one);
  }
}

function restore<K, V>(on: Map<K, V>, key: K, before: V | undefined): void {
  if (before === undefined) {
    on.delete(key);
  } else {
    on.set(key, before);
  }
}

function revertOnItem({ items }: Heap, one: OnItem): void {
  const item = items[one.id];
  if (!item) {
    throw new Error('A write to an object that is not there.');
  }
  switch (one.kind) {
    case 'part':
      item.part = -1;
      return;
    case 'slots':
      item.slots = one.before;
      return;
    case 'home':
      item.home = one.isDone ? null : item.home;
      return;
    case 'holds':
      if (one.isDone) {
        item.holds = withoutMember(item.holds, one.value);
        item.held = null;
      }
      return;
    case 'heldBy':
      if (one.isDone) {
        item.heldBy = withoutMember(item.heldBy, one.value);
      }
      return;
    case 'name':
      if (one.isDone) {
        item.names = withoutMember(item.names, one.value);
      }
  }
}
