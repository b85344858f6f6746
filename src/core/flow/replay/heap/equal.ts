/**
 * True when two pieces of data are the same, whatever objects they are made of; sets and maps
 * in order of their members. Data may go round in circles. The link of a version to the one
 * before it does not count: the journal keeps it.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  const seen = new Map<object, object>();
  const waiting: [unknown, unknown][] = [[a, b]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [x, y] = pair;
    if (x === y) {
      continue;
    }
    if (!isObject(x) || !isObject(y)) {
      return false;
    }
    if (seen.get(x) === y) {
      continue;
    }
    seen.set(x, y);
    if (!compareParts(x, y, waiting)) {
      return false;
    }
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Compare what can be compared at once; parts wait for their turn. */
function compareParts(
  x: object,
  y: object,
  waiting: [unknown, unknown][]
): boolean {
  if (Array.isArray(x) || Array.isArray(y)) {
    return Array.isArray(x) && Array.isArray(y) && pairUp(x, y, waiting);
  }
  if (x instanceof Set || y instanceof Set) {
    return (
      x instanceof Set && y instanceof Set && pairUp([...x], [...y], waiting)
    );
  }
  if (x instanceof Map || y instanceof Map) {
    return (
      x instanceof Map &&
      y instanceof Map &&
      pairUp([...x.keys()], [...y.keys()], waiting) &&
      pairUp([...x.values()], [...y.values()], waiting)
    );
  }
  const [old, now] = [Object.entries(x), Object.entries(y)];
  const names = old.map(([name]) => name);
  if (!pairUp(names, Object.keys(y), waiting)) {
    return false;
  }
  old.forEach(([name, value], i) => {
    if (name !== 'previous') {
      waiting.push([value, now[i]?.[1]]);
    }
  });
  return true;
}

function pairUp(
  x: readonly unknown[],
  y: readonly unknown[],
  waiting: [unknown, unknown][]
): boolean {
  x.forEach((value, i) => waiting.push([value, y[i]]));
  return x.length === y.length;
}
