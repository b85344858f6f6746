/** Pairs of objects that were found to be the same, for data that hold some of them often. */
export type KnownPairs = WeakMap<object, object>;

/** Deeper than this, data count as different: hostile notebooks may be nested without end. */
const DEPTH = 200;

/** True when two values of plain data say the same, whatever objects they are made of. */
export function isSameData(
  a: unknown,
  b: unknown,
  known: KnownPairs | null = null,
  depth = 0
): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (depth > DEPTH) {
    return false;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, i) => isSameData(item, b[i], known, depth + 1))
    );
  }
  if (!isRecord(a) || !isRecord(b)) {
    return false;
  }
  if (known?.get(a) === b) {
    return true;
  }
  const is = isSameRecord(a, b, known, depth);
  if (is) {
    known?.set(a, b);
  }
  return is;
}

/** True for the very same things in the same order. */
export function isSameList(
  a: readonly unknown[],
  b: readonly unknown[]
): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

function isSameRecord(
  a: Fields,
  b: Fields,
  known: KnownPairs | null,
  depth: number
): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      key =>
        Object.hasOwn(b, key) && isSameData(a[key], b[key], known, depth + 1)
    )
  );
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
