/**
 * `after`, with the values of `before` where they say the same, so that what did not change
 * is the same object. Values are plain data.
 */
export function keepEqual<K, V>(
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>
): ReadonlyMap<K, V> {
  const kept = new Map<K, V>();
  const equals: Equals = new WeakMap();
  for (const [key, value] of after) {
    const known = before.get(key);
    kept.set(
      key,
      known !== undefined && isEqual(known, value, equals) ? known : value
    );
  }
  return kept;
}

/**
 * Objects found to be equal to another one. Cells share the view of their step, which is
 * compared once instead of once for each cell.
 */
type Equals = WeakMap<object, object>;

/** True when two values of plain data say the same. */
export function isEqual(
  a: unknown,
  b: unknown,
  equals: Equals = new WeakMap()
): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length && a.every((item, i) => isEqual(item, b[i], equals))
    );
  }
  if (!isRecord(a) || !isRecord(b)) {
    return false;
  }
  if (equals.get(a) === b) {
    return true;
  }
  const is = isEqualRecord(a, b, equals);
  if (is) {
    equals.set(a, b);
  }
  return is;
}

type Fields = Readonly<Record<string, unknown>>;

function isEqualRecord(a: Fields, b: Fields, equals: Equals): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isEqual(a[key], b[key], equals))
  );
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
