import type { CallOp } from '../../../python/facts/types';
import { memberPath } from '../../library/remember';
import { type Activation, siteKey, siteOf, valueOf } from './activation';
import { lessSure } from '../names/binds';
import { readSubclasses } from '../names/reads';
import { applyFunction, applyOwned, type Passed } from './apply';
import { findMethod } from './classes';
import { IN_PLACE } from './in-place';
import { findNext } from './linear-order';
import { noteCacheMethod } from './cached';
import { orCoroutine } from './coroutines';
import { callHeld } from './held-calls';
import { callClass, runLoadHooks, runWrappers } from './class-hooks';
import { bareInstances, construct } from './instances';
import { runOverridden } from './protocols';
import { callLibrary } from './library-calls';
import { callMethod } from './methods';
import { callNamespace } from './namespaces';
import { change } from '../values/changes';
import { giveAway } from '../values/filled';
import { only } from '../values/loads';
import { allTakenFrom } from '../values/views';
import { isEmpty } from '../heap/members';
import { hold, partsOf } from '../heap/holding';
import { type Item, type SiteKey } from '../heap/heap';
import { itemAt, itemsOf, objectAt } from '../heap/objects';
import { ATOMIC, either, type Abstract } from '../heap/values';
import { union } from '../heap/sets';
import type { Site } from '../heap/versions';
import type { World } from '../world';
import { callPassed } from './passed';
import { callAttribute } from './kept';
import { boundTo, wrappedBy } from './wrapping';
import { objectsOf } from './held';

/** A call on its way: what is passed, where it stands, how its new objects are told apart. */
export interface Call {
  readonly act: Activation;
  readonly args: readonly Passed[];
  readonly site: Site;
  readonly key: SiteKey;
  /** Something is only stored into what it gives. */
  readonly isTarget?: boolean;
  /** It takes something that is put back at once, or is what puts it back. */
  readonly isPutBack?: boolean;
}

/** Do what a call does, as far as it can be known, and give its result. */
export function call(w: World, act: Activation, op: CallOp): Abstract {
  const isTop = act.definition === null;
  const site = siteOf(w, act, op.at);
  if (isTop) {
    w.site = site;
    w.context = op.site;
    if (w.calls.size > 0) {
      w.calls.clear();
    }
  }
  const args = passedBy(act, op);
  const key = siteKey(w, act, op.site);
  const { isTarget = false, isPutBack = false } = op;
  const given: Call = { act, args, site, key, isTarget, isPutBack };
  const callee = valueOf(act, op.callee);
  return op.method === null
    ? callValue(w, callee, given)
    : callOn(w, callee, op.method, given);
}

function passedBy(
  act: Activation,
  { arguments: values, keywords }: CallOp
): readonly Passed[] {
  if (values.length === 0) {
    return NONE_PASSED;
  }
  return values.map((value, i) => ({
    name: keywords === null ? null : (keywords[i] ?? null),
    value: valueOf(act, value)
  }));
}

const NONE_PASSED: readonly Passed[] = [];

/** Call a value. */
export function callValue(w: World, callee: Abstract, given: Call): Abstract {
  return callEach(w, callee, null, given) ?? unknownCall(w, given);
}

export function callItem(w: World, item: Item, given: Call): Abstract {
  const { args } = given;
  switch (item.kind) {
    case 'function': {
      const result = applyFunction(w, item, args);
      const { definition } = item;
      return definition
        ? orCoroutine(w, definition, given.key, result)
        : result;
    }
    case 'class':
      return callClass(w, item, given);
    case 'library':
      return callLibrary(w, item.path, given);
    case 'bound': {
      const receiver = { objects: item.related, text: null };
      return callOn(w, receiver, item.path, given);
    }
    case 'partial':
      return callHeld(w, item, given);
    case 'instance': {
      const method = findMethod(w, item, '__call__');
      if (method) {
        const { definition, owner } = method;
        return applyOwned(w, definition, owner, [item.id], args);
      }
      return callMethod(w, item, 'forward', given);
    }
    case 'plain':
      return callPlain(w, item, given);
    case 'iterator':
    case 'frame':
    case 'namespace':
      return callOther(w, item, given);
  }
}

/** What `operator.methodcaller` and its like give, or something that holds functions. */
function callPlain(w: World, item: Item, given: Call): Abstract {
  const [first, ...args] = given.args;
  if (item.path === 'operator.methodcaller' && first && item.text !== null) {
    const held = partsOf(w.heap, [item.id]);
    const passed = { name: '*', value: { objects: [item.id], text: null } };
    const all = held.length > 0 ? [...args, passed] : args;
    return callOn(w, first.value, item.text, { ...given, args: all });
  }
  if (/^operator\.(?:item|attr)getter$/.test(item.path) && first) {
    return { objects: allTakenFrom(w.heap, first.value.objects), text: null };
  }
  return wrappedBy(w, item.path, given, true) ?? callOther(w, item, given);
}

function callOther(w: World, item: Item, given: Call): Abstract {
  if (given.args.some(({ name }) => name === IN_PLACE)) {
    // Perhaps a method, whose receiver holds it.
    change(w, [item.id], given.site);
  }
  return isEmpty(item.holds) ? unknownCall(w, given) : callHeld(w, item, given);
}

/** Call a method. */
export function callOn(
  w: World,
  receiver: Abstract,
  method: string,
  given: Call
): Abstract {
  return (
    callEach(w, receiver, method, given) ??
    callMethod(w, null, method, given, receiver.text)
  );
}

/**
 * Call all that a value may be, or this method of it; of several, it is not sure that this one is
 * called.
 */
function callEach(
  w: World,
  { objects }: Abstract,
  method: string | null,
  given: Call
): Abstract | null {
  const { certainty } = w;
  if (objects.length > 1) {
    w.certainty = lessSure(certainty, 'loop');
  }
  let result: Abstract | null = null;
  for (let i = 0; i < objects.length; i++) {
    const item = itemAt(w.heap, objects[i] ?? -1);
    if (item) {
      const one =
        method === null
          ? callItem(w, item, given)
          : callOnItem(w, item, method, given);
      result = result ? either(result, one) : one;
    }
  }
  w.certainty = certainty;
  return result;
}

function callOnItem(
  w: World,
  item: Item,
  method: string,
  given: Call
): Abstract {
  const { args } = given;
  if (item.kind === 'plain') {
    // No class of the notebook has a say in it, as with most that methods are called on.
    return callMethod(w, item, method, given);
  }
  noteCacheMethod(w, item, method);
  if (method === '__subclasses__' && item.kind === 'class') {
    const list = objectAt(w.heap, given.key);
    const derived = readSubclasses(w, given.act, item, given.site);
    hold(w.heap, [list.id], derived);
    return only(list.id);
  }
  if (item.kind === 'library') {
    return item.path === 'builtins.super'
      ? ATOMIC
      : callLibrary(w, memberPath(item.path, method), given);
  }
  if (item.kind === 'namespace') {
    return callNamespace(w, method, given);
  }
  if (method === '__get__' && isUnbound(w, item)) {
    return boundTo(w, given.key, union([item.id], objectsOf(args)));
  }
  const isSuper = item.kind === 'bound' && item.path === 'super()';
  const found = isSuper
    ? inherited(w, item, method)
    : findMethod(w, item, method);
  if (!found) {
    const real = isSuper ? itemsOf(w.heap, item.related)[0] : item;
    if (method === '__call__' && real?.kind === 'class') {
      return construct(w, real, given);
    }
    if (method === '__new__' && isSuper) {
      return bareInstances(w, args[0]?.value.objects ?? [], given.key);
    }
    const made = isSuper ? null : runLoadHooks(w, item);
    if (!isSuper) {
      runOverridden(w, item);
    }
    return made
      ? callValue(w, made, given)
      : (callAttribute(w, item, method, given) ??
          callMethod(w, real ?? item, method, given));
  }
  const { definition, owner } = found;
  const isClassCall = item.kind === 'class';
  const isClassMethod = definition.decorators.includes('classmethod');
  if (isClassCall && !isClassMethod) {
    const plain = { ...item, definition, holds: item.holds };
    return applyFunction(
      w,
      { ...plain, kind: 'function', cell: owner.cell },
      args
    );
  }
  const self = isSuper ? item.related : [item.id];
  runWrappers(w, found, self, args);
  const result = applyOwned(w, definition, owner, self, args);
  return orCoroutine(w, definition, given.key, result);
}

/** A function, or a method that a class was asked for. */
export function isUnbound(w: World, { kind, related }: Item): boolean {
  return (
    kind === 'function' ||
    (kind === 'bound' &&
      itemsOf(w.heap, related).some(one => one.kind === 'class'))
  );
}

function inherited(
  w: World,
  item: Item,
  method: string
): ReturnType<typeof findMethod> {
  const owner = itemAt(w.heap, w.classes[w.classes.length - 1] ?? -1);
  const found = owner ? findNext(w, owner, item, method) : null;
  return found ?? (owner || !item.related.length ? null : null);
}

/** The result of a call of which nothing is known. */
export function unknownCall(w: World, given: Call, path = ''): Abstract {
  callPassed(w, given, 'any');
  giveAway(w, given.args);
  const draft = { isOpaque: true, isFresh: true, path };
  return only(objectAt(w.heap, given.key, draft).id);
}
