import { lessSure } from '../names/binds';
import { applyFunction, callablesIn, type Passed } from './apply';
import { only } from '../values/loads';
import { allTakenFrom } from '../values/views';
import { hold, partsOf } from '../heap/holding';
import { type Item } from '../heap/heap';
import { objectAt } from '../heap/objects';
import { ATOMIC, type Abstract } from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { thoseIn } from '../heap/those';
import type { World } from '../world';
import { callItem, callOn, type Call } from './calls';
import { callHeld } from './held-calls';
import { callLibrary } from './library-calls';

/** What becomes of functions that are passed: they are called with the rest of the arguments or
 * parts of them, with parts alone, or kept. */
export type Passing = 'any' | 'parts' | 'kept';

/** True for a call that is given more than numbers, texts and the like, as half of them are not. */
export function takesObjects({ args }: Pick<Call, 'args'>): boolean {
  for (let i = 0; i < args.length; i++) {
    if ((args[i]?.value.objects.length ?? 0) > 0) {
      return true;
    }
  }
  return false;
}

/** Functions that are passed to a call may be called there; what they give. */
export function callPassed(w: World, given: Call, how: Passing): ObjectSet {
  if (how === 'kept') {
    return NOTHING;
  }
  let results = NOTHING;
  for (let i = 0; i < given.args.length; i++) {
    const value = given.args[i]?.value ?? ATOMIC;
    const callables = callablesIn(w, value);
    if (callables.length > 0) {
      const parts = passedOn(w, given, value, how);
      results = union(results, callThem(w, given, parts, callables));
    }
  }
  return results;
}

/** As `callPassed`, for functions in lists, tuples and dicts: `agg({"price": [spread]})`. */
export function callListed(w: World, given: Call): void {
  const listed: Passed[] = [];
  for (let i = 0; i < given.args.length; i++) {
    const passed = given.args[i]?.value.objects ?? NOTHING;
    const parts = partsOf(w.heap, plainIn(w, passed));
    if (parts.length > 0) {
      const objects = union(parts, partsOf(w.heap, plainIn(w, parts)));
      listed.push({ name: null, value: { objects, text: null } });
    }
  }
  if (listed.length > 0) {
    callPassed(w, { ...given, args: [...listed, ...given.args] }, 'any');
  }
}

function plainIn(w: World, objects: ObjectSet): ObjectSet {
  return thoseIn(
    w.heap,
    objects,
    ({ kind, isOpaque }) => kind === 'plain' && !isOpaque
  );
}

/** What functions that are one argument of a call are called with. */
function passedOn(
  w: World,
  { args }: Call,
  value: Abstract,
  how: Passing
): ObjectSet {
  return args.reduce((all, arg) => {
    if (arg.value === value) {
      return all;
    }
    const parts = allTakenFrom(w.heap, arg.value.objects);
    return union(all, how === 'any' ? union(arg.value.objects, parts) : parts);
  }, ATOMIC.objects);
}

/** Call functions with any of these. */
function callThem(
  w: World,
  given: Call,
  parts: ObjectSet,
  callables: readonly Item[]
): ObjectSet {
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  const spread = { name: '*', value: spreadOver(w, given, parts) };
  // What they give is another object than what the call itself gives.
  const inner = { ...given, args: [spread], key: `${given.key} passed` };
  const results: Abstract[] = [];
  for (const item of callables) {
    if (item.kind === 'function') {
      results.push(applyFunction(w, item, [spread]));
    } else if (item.kind === 'bound') {
      const self = { objects: item.related, text: null };
      results.push(callOn(w, self, item.path, inner));
    } else if (item.kind === 'instance' || item.kind === 'class') {
      results.push(callItem(w, item, inner));
    } else if (item.kind === 'library') {
      const first = { name: null, value: { objects: parts, text: null } };
      callLibrary(w, item.path, { ...inner, args: [first, spread] });
    } else if (item.kind === 'partial') {
      results.push(callHeld(w, item, inner));
    }
  }
  w.certainty = certainty;
  return toSet(results.flatMap(({ objects }) => objects));
}

/** Something that can be unpacked into arguments, each of which may be any of these. */
function spreadOver(w: World, given: Call, parts: readonly number[]): Abstract {
  const item = objectAt(w.heap, `${given.key} spread`);
  hold(w.heap, [item.id], parts);
  return only(item.id);
}
