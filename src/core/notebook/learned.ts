import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

import type { Json } from '../immutable';
import { isObject, type JsonObject } from './json';
import type { LearnedChanges } from './types';
import { METADATA_KEY, METADATA_VERSION } from './own-metadata';

/** `sha256:` and the hex digits of a cell's source in UTF-8, with `\n` line ends. */
export function cellHash(source: string): string {
  const text = source.replace(/\r\n?/g, '\n');
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}

/** The changes in our part of a notebook's metadata; what is of another shape is passed over. */
export function readLearned(own: JsonObject): LearnedChanges {
  const facts = own['facts'];
  const changes = isObject(facts) ? facts['changes'] : undefined;
  if (!isObject(changes)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(changes).flatMap(([hash, names]) => {
      const texts = Array.isArray(names)
        ? names.filter(name => typeof name === 'string')
        : [];
      return texts.length > 0 ? [[hash, texts]] : [];
    })
  );
}

/**
 * Our part of a notebook's metadata with more changes noted; `null` when they were known before.
 * `metadata` is all of the notebook's metadata, of which nothing is changed.
 */
export function withLearned(
  metadata: JsonObject,
  more: LearnedChanges
): JsonObject | null {
  const found = metadata[METADATA_KEY];
  const own: JsonObject = isObject(found)
    ? found
    : { version: METADATA_VERSION };
  const known = readLearned(own);
  const merged: Record<string, Json> = { ...known };
  for (const [hash, names] of Object.entries(more)) {
    merged[hash] = [...new Set([...(known[hash] ?? []), ...names])].sort();
  }
  const isNew = Object.entries(more).some(([hash, names]) =>
    names.some(name => !known[hash]?.includes(name))
  );
  const facts = isObject(own['facts']) ? own['facts'] : {};
  return isNew ? { ...own, facts: { ...facts, changes: merged } } : null;
}

/**
 * Our part of a notebook's metadata with a variable noted as changed, or not, by cells of this
 * source. `metadata` is all of the notebook's metadata, of which nothing is changed.
 */
export function withNoted(
  metadata: JsonObject,
  source: string,
  name: string,
  isChanged: boolean
): JsonObject {
  const hash = cellHash(source);
  const found = metadata[METADATA_KEY];
  const own: JsonObject = isObject(found)
    ? found
    : { version: METADATA_VERSION };
  if (isChanged) {
    return withLearned(metadata, { [hash]: [name] }) ?? own;
  }
  const { [hash]: names = [], ...others } = readLearned(own);
  const left = names.filter(one => one !== name);
  const changes = left.length > 0 ? { ...others, [hash]: left } : others;
  const facts = isObject(own['facts']) ? own['facts'] : {};
  return { ...own, facts: { ...facts, changes } };
}
