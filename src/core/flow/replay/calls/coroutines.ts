import type { Definition } from '../../../python/facts/types';
import { hold, partsOf } from '../heap/holding';
import { type SiteKey } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, union, type ObjectSet } from '../heap/sets';
import type { World } from '../world';

/** Why what waits to be awaited cannot be handed on. */
const COROUTINE = 'coroutine';

/** What a call of a function gives: of one that is `async`, something to await. */
export function orCoroutine(
  w: World,
  { isAsync, isGenerator }: Pick<Definition, 'isAsync' | 'isGenerator'>,
  key: SiteKey,
  result: Abstract
): Abstract {
  return isAsync && !isGenerator
    ? waiting(w, `${key} coroutine`, result.objects)
    : result;
}

function waiting(w: World, key: SiteKey, results: ObjectSet): Abstract {
  const item = objectAt(w.heap, key, { kind: 'plain', hazard: COROUTINE });
  hold(w.heap, [item.id], results);
  return { objects: [item.id], text: null };
}

/** What comes out when values are awaited; those that nobody waits for stay what they are. */
export function awaited(w: World, objects: ObjectSet): ObjectSet {
  let found: ObjectSet = NOTHING;
  for (const { id, hazard } of itemsOf(w.heap, objects)) {
    const isWaiting = hazard === COROUTINE || hazard === 'event loop';
    found = union(found, isWaiting ? partsOf(w.heap, [id]) : [id]);
  }
  return found;
}

const WRAPPING =
  /^asyncio\.(?:create_task|ensure_future|gather|wait_for|shield|wait|as_completed)$/;

export function isAsync(path: string): boolean {
  return path.startsWith('asyncio.');
}

/** What functions of `asyncio` make of coroutines; `null` for all others. */
export function callAsync(
  w: World,
  path: string,
  key: SiteKey,
  given: ObjectSet
): Abstract | null {
  if (!isAsync(path)) {
    return null;
  }
  if (path === 'asyncio.run') {
    return { objects: awaited(w, given), text: null };
  }
  if (!WRAPPING.test(path)) {
    return null;
  }
  if (path !== 'asyncio.gather') {
    return waiting(w, key, awaited(w, given));
  }
  const list = objectAt(w.heap, `${key} list`);
  hold(w.heap, [list.id], awaited(w, oneByOne(w, given)));
  return waiting(w, key, [list.id]);
}

/** Arguments, with what is in the lists of coroutines that are spread over them. */
function oneByOne(w: World, given: ObjectSet): ObjectSet {
  let found: ObjectSet = NOTHING;
  for (const { id, hazard, kind } of itemsOf(w.heap, given)) {
    const isList = kind === 'iterator' || (kind === 'plain' && hazard === null);
    found = union(found, isList ? partsOf(w.heap, [id]) : [id]);
  }
  return found;
}
