import { hasMember } from '../heap/members';
import { hold, partsOf, reachOf } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { toSet } from '../heap/sets';
import { either, type Abstract } from '../heap/values';
import { lessSure } from '../names/binds';
import { only } from '../values/loads';
import type { World } from '../world';
import { applyFunction, type Passed } from './apply';
import { callClass } from './class-hooks';
import { callOn, isUnbound, unknownCall, type Call } from './calls';
import { IN_PLACE, TOLD_IN_PLACE } from './in-place';
import { callLibrary } from './library-calls';

/** Call through a value that holds functions: any of them may run. */
export function callHeld(w: World, item: Item, given: Call): Abstract {
  const held = itemsOf(w.heap, toSet(reachOf(w.heap, [item.id])));
  const others = partsOf(w.heap, [item.id]);
  const extra = { name: '*', value: only(item.id) };
  const args =
    others.length > 0 ? [...inAnyOrder(w, given), extra] : given.args;
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  let result: Abstract | null = null;
  for (const other of held) {
    if (other.id !== item.id && other.kind === 'function') {
      const one = applyFunction(w, other, args);
      result = result ? either(result, one) : one;
    } else if (item.kind === 'partial' && other.kind === 'class') {
      const one = callClass(w, other, { ...given, args });
      result = result ? either(result, one) : one;
    } else if (item.kind === 'partial' && hasMember(item.holds, other.id)) {
      callPartial(w, item, other, given);
    }
  }
  w.certainty = certainty;
  return result ?? unknownCall(w, given);
}

/** Arguments that others may come before. */
function inAnyOrder(w: World, { args, key }: Call): readonly Passed[] {
  const values = args.filter(({ name }) => name === null);
  const objects = toSet(values.flatMap(({ value }) => value.objects));
  const item = objectAt(w.heap, `${key} given ${objects.join()}`);
  hold(w.heap, [item.id], objects);
  const spread = { name: '*', value: only(item.id) };
  return [...args.filter(({ name }) => name !== null), spread];
}

/** Call what a partial was made of, if it is a method or something of a library. */
function callPartial(w: World, item: Item, held: Item, given: Call): void {
  const passed = toSet([...item.holds].filter(id => id !== held.id));
  const first = { name: null, value: { objects: passed, text: null } };
  const all = { ...given, args: [first, ...given.args] };
  if (held.kind === 'bound') {
    const to = { objects: held.related, text: null };
    const own = isUnbound(w, held) ? all : given;
    const told = item.text === IN_PLACE ? [TOLD_IN_PLACE] : [];
    callOn(w, to, held.path, { ...own, args: [...own.args, ...told] });
  } else if (held.kind === 'library') {
    callLibrary(w, held.path, all);
  }
}
