import { isVariableName } from '../../core/notebook';
import type { SecretVariable } from '../../core/notebook/types';

/** The value of a text with one entry a line, or the first line that is wrong. */
export type Lines<T> = { readonly value: T } | { readonly badLine: string };

type Pairs = Readonly<Record<string, string>>;

/** One `key=value` a line. */
export function pairsText(pairs: Pairs | undefined): string {
  return Object.entries(pairs ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');
}

/** Reads one `key=value` a line; `isKey` says which keys can be. */
export function readPairs(
  text: string,
  isKey: (key: string) => boolean
): Lines<Pairs> {
  const entries: [string, string][] = [];
  for (const line of linesOf(text)) {
    const equals = line.indexOf('=');
    const key = line.slice(0, equals).trim();
    if (equals < 1 || !isKey(key)) {
      return { badLine: line };
    }
    entries.push([key, line.slice(equals + 1).trim()]);
  }
  return { value: Object.fromEntries(entries) };
}

/** One `VARIABLE=secret:key` a line. */
export function secretsText(
  secrets: readonly SecretVariable[] | undefined
): string {
  return (secrets ?? [])
    .map(({ variable, secret, key }) => `${variable}=${secret}:${key}`)
    .join('\n');
}

/** Reads one `VARIABLE=secret:key` a line. */
export function readSecrets(text: string): Lines<readonly SecretVariable[]> {
  const value: SecretVariable[] = [];
  for (const line of linesOf(text)) {
    const match = /^([^=\s]+)\s*=\s*([^:\s]+):([^:\s]+)$/.exec(line);
    if (!match || !isVariableName(match[1])) {
      return { badLine: line };
    }
    value.push({ variable: match[1], secret: match[2], key: match[3] });
  }
  return { value };
}

/** True for a key that a label or annotation can have. */
export function isLabelKey(key: string): boolean {
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?(\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(
    key
  );
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}
