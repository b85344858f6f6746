import { isSameData, type KnownPairs } from '../same-data';

/**
 * `after`, with the values of `before` where they say the same, so that what did not change
 * is the same object. Values are plain data.
 */
export function keepEqual<K, V>(
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>
): ReadonlyMap<K, V> {
  const kept = new Map<K, V>();
  // Cells share the view of their step, which is compared once instead of once for each cell.
  const pairs: KnownPairs = new WeakMap();
  for (const [key, value] of after) {
    const known = before.get(key);
    kept.set(
      key,
      known !== undefined && isSameData(known, value, pairs) ? known : value
    );
  }
  return kept;
}
