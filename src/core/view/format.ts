import type { Json } from '../immutable';

/**
 * How long something took: minutes and seconds, with hours when there are any, and tenths of what
 * is less than a second: `0:24`, `1:02:05`, `0.4 s`, `< 0.1 s`.
 */
export function formatDuration(seconds: number, locale?: string): string {
  // What is so near to a second would be rounded to one.
  return seconds >= 0.95 ? formatClock(seconds) : tenths(seconds, locale);
}

function tenths(seconds: number, locale?: string): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1
  });
  return seconds < 0.1
    ? `< ${format.format(0.1)} s`
    : `${format.format(seconds)} s`;
}

/** How long something goes on already, for a text that changes by the second: `0:00`, `0:24`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  const [h, m, s] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60
  ];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A number as a person reads it: whole, or with four significant digits. */
export function formatNumber(value: number, locale?: string): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const isTiny = value !== 0 && Math.abs(value) < 1e-4;
  return new Intl.NumberFormat(locale, {
    useGrouping: false,
    ...(isTiny && { notation: 'scientific' as const }),
    ...(Number.isInteger(value)
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 4 })
  }).format(value);
}

/** A difference with its sign: `+0.003`, `−0.01`. */
export function formatChange(change: number, locale?: string): string {
  return new Intl.NumberFormat(locale, {
    maximumSignificantDigits: 2,
    signDisplay: 'exceptZero'
  }).format(change);
}

/** Bytes in steps of 1000: `460 MB`. */
export function formatBytes(bytes: number, locale?: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  );
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    // The short form of a byte has no plural.
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3
  }).format(bytes / 1000 ** power);
}

/** A value of a metric or parameter in one line. */
export function formatValue(value: Json, locale?: string): string {
  if (typeof value === 'number') {
    return formatNumber(value, locale);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
