import type { Json } from '../immutable';

/**
 * JSON text that is equal for equal values: keys sorted by UTF-16 code units, no white space,
 * numbers in ECMAScript's shortest form (RFC 8785). The value must be finite JSON.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
