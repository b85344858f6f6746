import type { Json } from '../immutable';

/** A JSON object of unknown content. */
export type JsonObject = { readonly [key: string]: Json };

/** True for an object that is neither an array nor `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deeper than this, values count as different. */
const COMPARED_DEPTH = 50;

/** True when two values of JSON are the same, names in the same order. */
export function isSameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b || depth > COMPARED_DEPTH) {
    return a === b;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, i) => isSameJson(item, b[i], depth + 1))
    );
  }
  if (!isObject(a) || !isObject(b)) {
    return false;
  }
  const [old, now] = [Object.keys(a), Object.keys(b)];
  return (
    old.length === now.length &&
    old.every(
      (name, i) => name === now[i] && isSameJson(a[name], b[name], depth + 1)
    )
  );
}

/** The text, unless it is something else or blank. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The number, if it is finite and at least `least`. */
export function numberOf(value: unknown, least: number): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= least
    ? value
    : undefined;
}

/** True for an object whose values are all texts. */
export function isTextRecord(
  value: unknown
): value is Readonly<Record<string, string>> {
  return (
    isObject(value) &&
    Object.values(value).every(item => typeof item === 'string')
  );
}
