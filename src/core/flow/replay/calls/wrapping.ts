import { remember } from '../../library/remember';
import { hold } from '../heap/holding';
import { type SiteKey } from '../heap/heap';
import { itemsOf, objectAt, sharedAt } from '../heap/objects';
import type { ObjectSet } from '../heap/sets';
import type { Abstract } from '../heap/values';
import { only } from '../values/loads';
import type { World } from '../world';
import type { Call } from './calls';
import { objectsOf } from './held';

/** What such a decorator makes is known to pickles by its name only. */
export const isCaching = remember(path =>
  /^functools\.(?:lru_cache|cache|singledispatch)$/.test(path)
);

const HAZARD = 'cached function';

/**
 * What a decorator gives that is called as a function, `cache(f)` or `wraps(f)(g)`; `null` for
 * everything else.
 */
export function wrappedBy(
  w: World,
  path: string,
  { args, key }: Call,
  isFactory: boolean
): Abstract | null {
  const [first] = args;
  if (isFactory && path === 'functools.wraps') {
    return first?.value ?? null;
  }
  // The size of a cache is no object.
  const isGiven = first?.name === null && first.value.objects.length > 0;
  if (!isGiven || !isCaching(path)) {
    return null;
  }
  const hazard = path.endsWith('cache') ? HAZARD : 'single-dispatch function';
  const item = objectAt(w.heap, key, { kind: 'partial', path, hazard });
  hold(w.heap, [item.id], objectsOf(args));
  return only(item.id);
}

/** A function inside another one that keeps its results: no name leads a pickle to it. */
export function noteCachedInside(
  w: World,
  decorator: Abstract,
  inner: Abstract
): void {
  const items = itemsOf(w.heap, decorator.objects);
  if (items.some(({ path }) => isCaching(path))) {
    const mark = sharedAt(w.heap, HAZARD, { hazard: HAZARD });
    hold(w.heap, inner.objects, [mark.id]);
  }
}

/** A function and what it is called with, before anything else: `partial(f, x)`, `f.__get__(x)`. */
export function boundTo(
  w: World,
  key: SiteKey,
  all: ObjectSet,
  text: string | null = null
): Abstract {
  const item = objectAt(w.heap, key, { kind: 'partial', text });
  hold(w.heap, [item.id], all);
  return only(item.id);
}
