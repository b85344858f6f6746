import { isQuantity } from '../../core/notebook';

/** An amount as Kubernetes writes it, or why a text is none. */
export type Amount =
  { readonly value: string } | { readonly problem: 'unknown' | 'milli' };

const PARTS = /^([\d.]+)\s*([A-Za-z]*)$/;

/** Units of memory as people write them, in lower case, and as Kubernetes does. */
const BYTES: Readonly<Record<string, string>> = {
  b: '',
  ...Object.fromEntries(
    ['k', 'M', 'G', 'T', 'P', 'E'].flatMap(unit => {
      const small = unit.toLowerCase();
      const binary = `${unit.toUpperCase()}i`;
      return [
        [small, unit],
        [`${small}b`, unit],
        [`${small}i`, binary],
        [`${small}ib`, binary]
      ];
    })
  )
};

/** Reads cores: `2`, `0.5`, `500 m`. */
export function readCores(text: string): Amount {
  return checked(text.replace(/\s+/g, ''), /^[\d.]+m?$/);
}

/**
 * Reads memory: `4Gi`, `4 GiB`, `512 mb`. A lone `m` is refused: to Kubernetes it is a
 * thousandth, to people a million.
 */
export function readMemory(text: string): Amount {
  const trimmed = text.trim();
  const [, number, unit] = PARTS.exec(trimmed) ?? [];
  if (number === undefined || unit === undefined || unit === '') {
    return checked(trimmed, /./);
  }
  if (unit === 'm') {
    return { problem: 'milli' };
  }
  const known = BYTES[unit.toLowerCase()];
  return known === undefined
    ? { problem: 'unknown' }
    : checked(`${number}${known}`, /./);
}

function checked(value: string, form: RegExp): Amount {
  return isQuantity(value) && form.test(value)
    ? { value }
    : { problem: 'unknown' };
}
