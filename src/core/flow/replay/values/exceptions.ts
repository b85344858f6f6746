import { hold, partsOf } from '../heap/holding';
import { type SiteKey } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { type Abstract } from '../heap/values';
import type { World } from '../world';

/** What a handler gets: an instance of a class of the notebook, or something of a library's. */
export function caughtBy(w: World, key: SiteKey, types: ObjectSet): Abstract {
  const all = itemsOf(w.heap, union(types, partsOf(w.heap, types)));
  const related = toSet(
    all.filter(({ kind }) => kind === 'class').map(({ id }) => id)
  );
  const kind = related.length > 0 ? 'instance' : 'plain';
  const item = objectAt(w.heap, key, { kind, related, isOpaque: true });
  return { objects: union(w.thrown, [item.id]), text: null };
}

/** A handler of this cell may get this, with what it was made of. */
export function raise(w: World, key: SiteKey, objects: ObjectSet): void {
  const made = itemsOf(w.heap, objects).filter(
    ({ kind }) => kind === 'instance' || kind === 'plain'
  );
  for (const { id, isOpaque } of made) {
    const held = isOpaque ? partsOf(w.heap, [id]) : NOTHING;
    if (held.length > 0) {
      // The tuple of its arguments.
      const inner = objectAt(w.heap, `${key} args`);
      hold(w.heap, [inner.id], held);
      hold(w.heap, [id], [inner.id]);
    }
  }
  w.thrown = union(w.thrown, toSet(made.map(({ id }) => id)));
}
