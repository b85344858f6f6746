import { fillSlot } from '../heap/marks';
import { type Heap, type Item } from '../heap/heap';
import { sharedAt } from '../heap/objects';
import type { Abstract } from '../heap/values';
import { NOTHING, type ObjectSet } from '../heap/sets';
import { pathParts } from './path-parts';

/** Texts by the keys of a dict or the attributes of a class; `null` for other values. */
export type Texts = ReadonlyMap<string, string | null>;

/** Under this name stands that something was changed after it was written out. */
const CHANGED = '* changed';

/** The texts of a dict; `null` where a key is no constant text, as any may be meant then. */
export function textsBy(
  keys: readonly Abstract[],
  values: readonly Abstract[]
): Texts | null {
  const texts = new Map<string, string | null>();
  for (const [i, { text }] of keys.entries()) {
    if (text === null) {
      return null;
    }
    const value = values[i]?.text ?? null;
    const isOne = !texts.has(text) || texts.get(text) === value;
    texts.set(text, isOne ? value : null);
  }
  return texts.size > 0 ? texts : null;
}

/** What these have by a key, where all that have it agree and nobody has changed them. */
export function textIn(items: readonly Item[], key: string): string | null {
  let found: string | null = null;
  for (const { texts, slots } of items) {
    if (texts === null || slots.has(CHANGED)) {
      return null;
    }
    const text = texts.get(key);
    if (
      text === null ||
      (found !== null && text !== undefined && text !== found)
    ) {
      return null;
    }
    found = text ?? found;
  }
  return found;
}

/** What a list of numbers is written with. */
export const CONSTANTS: Texts = new Map();

/** True for a list that was written out with constants, and that nobody has changed. */
export function isOfConstants({ texts, slots }: Item): boolean {
  return texts === CONSTANTS && !slots.has(CHANGED);
}

/** From here on nothing is known of what these were written with. */
export function forgetTexts(heap: Heap, objects: ObjectSet): void {
  for (let i = 0; i < objects.length; i++) {
    const item = heap.items[objects[i] ?? -1];
    if (item && item.texts !== null && !item.slots.has(CHANGED)) {
      fillSlot(heap, item, CHANGED, [item.id]);
    }
  }
}

/** What an attribute tells of a path that is known; `null` for other attributes. */
export function partOfPath(
  heap: Heap,
  { id, path }: Item,
  text: string,
  attr: string
): Abstract | null {
  const { folder, name, stem, suffix } = pathParts(text);
  if (name === '') {
    return null;
  }
  switch (attr) {
    case 'name':
      return { objects: NOTHING, text: name };
    case 'stem':
      return { objects: NOTHING, text: stem };
    case 'suffix':
      return { objects: NOTHING, text: suffix };
    case 'parent': {
      const above = folder.slice(0, -1) || (folder === '' ? '.' : '/');
      const draft = { path, text: above, isOpaque: true };
      const parent = sharedAt(heap, `parent ${id}`, draft);
      return { objects: [parent.id], text: above };
    }
    default:
      return null;
  }
}
