import { beginEffects, hasEffects } from './cached';
import { applyFunction, applyOwned, type Passed } from './apply';
import {
  findInherited,
  findMethod,
  metaclassesOf,
  type Method
} from './classes';
import type { Call } from './calls';
import { construct } from './instances';
import { lessSure } from '../names/binds';
import { pushTo } from '../heap/journal';
import { hold } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { either, type Abstract } from '../heap/values';
import { toSet, type ObjectSet } from '../heap/sets';
import type { World } from '../world';

/** What runs when a class comes into being: hooks of its bases, of metaclasses, of members. */
export function announceClass(w: World, item: Item): void {
  const begin = beginEffects(w);
  runHooks(w, item);
  if (hasEffects(w, begin)) {
    pushTo(w.heap, w.announced, item.id);
  }
  nameMembers(w, item);
}

function runHooks(w: World, item: Item): void {
  const bases = itemsOf(w.heap, item.related);
  if (bases.some(({ kind }) => kind === 'class')) {
    const hook = findInherited(w, item, '__init_subclass__');
    if (hook) {
      applyOwned(w, hook.definition, hook.owner, [item.id], []);
    }
  }
  for (const meta of metaclassesOf(w, item)) {
    runMeta(w, meta, '__new__', [meta.id], item);
    runMeta(w, meta, '__init__', [item.id], item);
  }
}

/** Members are told of their names; what they do then is theirs alone. */
function nameMembers(w: World, item: Item): void {
  const { replica } = w;
  w.replica = null;
  for (const member of itemsOf(w.heap, toSet([...item.holds]))) {
    const hook = findMethod(w, member, '__set_name__');
    if (hook && member.kind === 'instance') {
      const args = [passed({ objects: [item.id], text: null })];
      applyOwned(w, hook.definition, hook.owner, [member.id], args);
    }
  }
  w.replica = replica;
}

function runMeta(
  w: World,
  meta: Item,
  name: string,
  self: readonly number[],
  made: Item
): void {
  const method = findMethod(w, meta, name);
  if (method) {
    const name = passed({ objects: [], text: null });
    const bases = passed({ objects: made.related, text: null });
    const members = passed({ objects: [made.id], text: null });
    const args = [name, bases, members];
    const { definition, owner } = method;
    const given = applyOwned(w, definition, owner, toSet(self), args);
    // What `super().__new__` gives is the class, of which that knows nothing.
    const bare = itemsOf(w.heap, given.objects).filter(
      ({ kind, related }) => kind === 'instance' && related.includes(meta.id)
    );
    hold(w.heap, toSet(bare.map(({ id }) => id)), [made.id]);
  }
}

function passed(value: Abstract): Passed {
  return { name: null, value };
}

/** A call of a class: its metaclass may have something to say about it. */
export function callClass(w: World, item: Item, given: Call): Abstract {
  for (const meta of metaclassesOf(w, item)) {
    const method = findMethod(w, meta, '__call__');
    if (method) {
      const { definition, owner } = method;
      return applyOwned(w, definition, owner, [item.id], given.args);
    }
  }
  return construct(w, item, given);
}

/** Methods by which an instance hears of a store or a delete. */
export function runStoreHooks(
  w: World,
  item: Item,
  attr: string | null,
  key: Abstract,
  value: Abstract
): void {
  if (item.kind !== 'instance') {
    return;
  }
  const own =
    attr === null
      ? ['__setitem__', '__delitem__']
      : [`${attr}.setter`, `${attr}.deleter`, '__setattr__', '__delattr__'];
  for (const name of own) {
    const method = findMethod(w, item, name);
    if (method) {
      const isNamed = !name.startsWith('__');
      const args = [...(isNamed ? [] : [passed(key)]), passed(value)];
      applyOwned(w, method.definition, method.owner, [item.id], args);
    }
  }
  if (attr !== null) {
    runDescriptors(w, item, '__set__', value);
  }
}

/** What an attribute gives that a class makes up: `__getattr__`, descriptors. */
export function runLoadHooks(w: World, item: Item): Abstract | null {
  if (item.kind !== 'instance') {
    return null;
  }
  let result = runDescriptors(w, item, '__get__', null);
  for (const name of ['__getattr__', '__getattribute__']) {
    const method = findMethod(w, item, name);
    if (method) {
      const { certainty } = w;
      w.certainty = lessSure(certainty, 'loop');
      const { definition, owner } = method;
      const one = applyOwned(w, definition, owner, [item.id], [NAME]);
      result = result ? either(result, one) : one;
      w.certainty = certainty;
    }
  }
  return result;
}

/** What decorators of the notebook made of a method runs around it. */
export function runWrappers(
  w: World,
  { definition, owner }: Method,
  self: ObjectSet,
  args: readonly Passed[]
): void {
  if (definition.decorators.length === 0) {
    return;
  }
  const all = [passed({ objects: self, text: null }), ...args];
  for (const held of itemsOf(w.heap, toSet([...owner.holds]))) {
    if (held.kind === 'function' && held.definition !== definition) {
      applyFunction(w, held, all);
    }
  }
}

const NAME: Passed = { name: null, value: { objects: [], text: null } };

/** Members of the class that are told of each access; which attribute is theirs is not known. */
function runDescriptors(
  w: World,
  item: Item,
  hook: '__get__' | '__set__',
  value: Abstract | null
): Abstract | null {
  let result: Abstract | null = null;
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  for (const { kind, holds } of itemsOf(w.heap, item.related)) {
    const members = kind === 'class' ? itemsOf(w.heap, toSet(holds)) : [];
    for (const member of members) {
      const method =
        member.kind === 'instance' ? findMethod(w, member, hook) : null;
      if (method) {
        const self = passed({ objects: [item.id], text: null });
        const args = value ? [self, passed(value)] : [self];
        const { definition, owner } = method;
        if (value) {
          hold(w.heap, [item.id], value.objects);
        }
        const one = applyOwned(w, definition, owner, [member.id], args);
        result = result ? either(result, one) : one;
      }
    }
  }
  w.certainty = certainty;
  return result;
}
