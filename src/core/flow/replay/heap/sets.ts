export type ObjectId = number;

/** Sorted, without doubles; shared freely, never changed. */
export type ObjectSet = readonly ObjectId[];

export const NOTHING: ObjectSet = [];

/** The set of these. An array that is one already is given back as it is. */
export function toSet(ids: Iterable<ObjectId>): ObjectSet {
  const all: ObjectSet = Array.isArray(ids) ? (ids as ObjectSet) : [...ids];
  // Most sets are tiny, and many come in order.
  for (let i = 1; i < all.length; i++) {
    if ((all[i - 1] ?? 0) >= (all[i] ?? 0)) {
      return sorted(all);
    }
  }
  return all;
}

/** Sets up to this size are sorted by putting one after the other where it belongs. */
const SHORT = 16;

function sorted(ids: readonly ObjectId[]): ObjectSet {
  if (ids.length > SHORT) {
    return [...new Set(Int32Array.from(ids).sort())];
  }
  const found: ObjectId[] = [];
  for (const id of ids) {
    let at = found.length;
    while (at > 0 && (found[at - 1] ?? 0) > id) {
      at--;
    }
    if (at === 0 || found[at - 1] !== id) {
      for (let last = found.length; last > at; last--) {
        found[last] = found[last - 1] ?? id;
      }
      found[at] = id;
    }
  }
  return found;
}

/** Both together; one of the two itself where it has all of the other. */
export function union(a: ObjectSet, b: ObjectSet): ObjectSet {
  if (b.length === 0 || a === b) {
    return a;
  }
  if (a.length === 0) {
    return b;
  }
  if (a.length === 1 && b.length === 1) {
    return pairOf(a, b);
  }
  const all: ObjectId[] = [];
  let i = 0;
  let k = 0;
  while (i < a.length || k < b.length) {
    const x = a[i] ?? Infinity;
    const y = b[k] ?? Infinity;
    all.push(Math.min(x, y));
    i += x <= y ? 1 : 0;
    k += y <= x ? 1 : 0;
  }
  if (all.length === a.length) {
    return a;
  }
  return all.length === b.length ? b : all;
}

/** Most sets that are put together have one member; a list that grows has room for a dozen. */
function pairOf(a: ObjectSet, b: ObjectSet): ObjectSet {
  const x = a[0] ?? 0;
  const y = b[0] ?? 0;
  if (x === y) {
    return a;
  }
  return x < y ? [x, y] : [y, x];
}

/** The first without what is in the second. */
export function without(a: ObjectSet, b: ObjectSet): ObjectSet {
  if (b.length === 0 || a.length === 0) {
    return a;
  }
  if (a === b) {
    return NOTHING;
  }
  const rest: ObjectId[] = [];
  let k = 0;
  for (const id of a) {
    while (k < b.length && (b[k] ?? 0) < id) {
      k++;
    }
    if (b[k] !== id) {
      rest.push(id);
    }
  }
  return rest;
}
