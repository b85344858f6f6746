import type { Json } from '../immutable';

/** A JSON object of unknown content. */
export type JsonObject = { readonly [key: string]: Json };

/** True for an object that is neither an array nor `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
