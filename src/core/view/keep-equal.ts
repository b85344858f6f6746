/**
 * `after`, with the values of `before` where they say the same, so that what did not change
 * is the same object. Values are plain data.
 */
export function keepEqual<K, V>(
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>
): ReadonlyMap<K, V> {
  const kept = new Map<K, V>();
  for (const [key, value] of after) {
    const known = before.get(key);
    kept.set(key, known !== undefined && isEqual(known, value) ? known : value);
  }
  return kept;
}

/** True when two values of plain data say the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  return isRecord(a) && isRecord(b) && isEqualRecord(a, b);
}

type Fields = Readonly<Record<string, unknown>>;

function isEqualRecord(a: Fields, b: Fields): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
