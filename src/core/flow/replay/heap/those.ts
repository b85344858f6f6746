import { type Heap, type Item } from './heap';
import { itemAt } from './objects';
import { NOTHING, type ObjectId, type ObjectSet } from './sets';

/**
 * Those of a set whose objects are so; the set itself where all are. Asked with every call, mostly
 * of one object or none, so that it makes no list unless it has to.
 */
export function thoseIn(
  heap: Heap,
  set: ObjectSet,
  isSo: (item: Item) => boolean
): ObjectSet {
  let found: ObjectId[] | null = null;
  for (let i = 0; i < set.length; i++) {
    const item = itemAt(heap, set[i] ?? -1);
    if (!item || !isSo(item)) {
      found ??= set.slice(0, i);
    } else if (found) {
      found.push(item.id);
    }
  }
  if (!found) {
    return set;
  }
  return found.length === 0 ? NOTHING : found;
}
