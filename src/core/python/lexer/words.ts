import { keywordOf } from './tokens';

/** A name (after NFKC) or a keyword. */
export interface Word {
  readonly text: string;
  readonly kind: 'name' | 'keyword';
}

const NONE: Word = { text: '', kind: 'name' };

/**
 * Words read lately, each in the place that a few of its characters give. The same words come
 * again and again: so no text is made for them, and all that looks them up in maps compares one
 * and the same text with itself.
 */
const LATELY: Word[] = new Array<Word>(4_096).fill(NONE);

/** Longer texts are no copies in V8: they would keep the source that they are cut out of. */
const LONGEST = 12;

/** The word at a place of a source. */
export function wordAt(source: string, start: number, end: number): Word {
  if (end - start > LONGEST) {
    return wordOf(source.slice(start, end));
  }
  const place = placeOf(source, start, end);
  const known = LATELY[place] ?? NONE;
  const { text } = known;
  if (text.length === end - start && source.startsWith(text, start)) {
    return known;
  }
  const raw = source.slice(start, end);
  const word = wordOf(raw);
  if (word.text === raw) {
    LATELY[place] = word;
  }
  return word;
}

function wordOf(raw: string): Word {
  const text = isAscii(raw) ? raw : raw.normalize('NFKC');
  const keyword = keywordOf(text);
  return { text: keyword || text, kind: keyword ? 'keyword' : 'name' };
}

/** Words that differ mostly differ at an end or in length. */
function placeOf(source: string, start: number, end: number): number {
  const first = source.charCodeAt(start);
  const second = source.charCodeAt(start + 1);
  const last = source.charCodeAt(end - 1);
  const other = source.charCodeAt(end - 2);
  const mixed =
    first + 7 * second + 61 * last + 409 * other + 1_031 * (end - start);
  return mixed % LATELY.length;
}

export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 127) {
      return false;
    }
  }
  return true;
}
