import { remember } from '../library/remember';
import { ANYTHING } from '../replay/heap/values';
import type { FileAccess } from '../replay/records';

/** It touches all that lies in the folder. */
export function isOfFolder({ mode }: FileAccess): boolean {
  return mode === 'folder' || mode === 'make' || mode === 'list';
}

/** Only parts of the name are known. */
export function isPartlyKnown({ key }: FileAccess): boolean {
  return key.includes(ANYTHING);
}

/** True if a name is that of something in the folder, however deep. */
export function isIn(folder: string, key: string): boolean {
  return key.startsWith(`${folder}/`);
}

/** True if two accesses may be of one file or folder, or of a folder and what lies in it. */
export function touchSame(a: FileAccess, b: FileAccess): boolean {
  return a.key === b.key
    ? !(a.mode === 'folder' && b.mode === 'folder')
    : isWithin(a, b) ||
        isWithin(b, a) ||
        isAbove(a, b) ||
        isAbove(b, a) ||
        mayBeSame(a, b);
}

/** Who makes a folder makes the folders around it that somebody asks for. */
function isAbove(asked: FileAccess, { mode, key }: FileAccess): boolean {
  return (
    asked.mode === 'probe' &&
    (mode === 'make' || mode === 'folder') &&
    isIn(asked.key, key)
  );
}

/** Names of which parts are known, and what they may mean. */
function mayBeSame(a: FileAccess, b: FileAccess): boolean {
  if (!isPartlyKnown(a) && !isPartlyKnown(b)) {
    return false;
  }
  return (
    meet(a.key, b.key) ||
    (isOfFolder(a) && meet(`${a.key}/${ANYTHING}`, b.key)) ||
    (isOfFolder(b) && meet(`${b.key}/${ANYTHING}`, a.key))
  );
}

/** True when two names with stars in them can be the same; a star stands for any text. */
function meet(a: string, b: string): boolean {
  const [x, y] = [partsOf(a), partsOf(b)];
  // Where the beginning of the rest of one meets the rest of the other.
  let open = new Set([0]);
  for (let i = 0; i <= x.length; i++) {
    const next = new Set<number>();
    for (const k of open) {
      step(x[i], y, k, open, next);
    }
    if (i === x.length) {
      return open.has(y.length);
    }
    open = next;
  }
  return false;
}

/** What is known from the beginning on. */
export function headOf(key: string): string {
  const star = key.indexOf('*');
  return star < 0 ? key : key.slice(0, star);
}

/** What is known up to the end. */
export function tailOf(key: string): string {
  return key.slice(key.lastIndexOf('*') + 1);
}

/** Go on from place `k` of a name: what is open at this part of the other, and at the next one. */
function step(
  part: string | undefined,
  y: readonly string[],
  k: number,
  open: Set<number>,
  next: Set<number>
): void {
  const other = y[k];
  if (other === ANYTHING) {
    open.add(k + 1);
  }
  if (part === undefined) {
    return;
  }
  if (part === ANYTHING) {
    next.add(k);
    if (other !== undefined) {
      open.add(k + 1);
    }
  } else if (other === ANYTHING) {
    next.add(k);
  } else if (other === part) {
    next.add(k + 1);
  }
}

/** Characters, and stars for any number of them. */
function partsOf(key: string): readonly string[] {
  return key.split(/(\*+|.)/su).flatMap(part => {
    const isStar = part.startsWith('*');
    return part === '' ? [] : [isStar ? ANYTHING : part];
  });
}

/** A folder made, listed or removed, and a file in it; a pattern, and a file that it may mean. */
function isWithin(folder: FileAccess, file: FileAccess): boolean {
  if (folder.mode === 'list' && /[*?[]/.test(folder.key)) {
    return patternOf(folder.key).test(file.key);
  }
  return (
    isOfFolder(folder) && (folder.key === '.' || isIn(folder.key, file.key))
  );
}

const WILD: Readonly<Record<string, string>> = {
  '*': '[^/]*',
  '**': '.*',
  '**/': '(?:.*/)?',
  '?': '[^/]'
};

/** What `glob` finds by a pattern; a choice of characters is taken as any. */
const patternOf = remember(glob => {
  const parts = glob.split(/(\*\*\/|\*+|\?|\[[^\]]*\])/);
  const pattern = parts.map(part => WILD[part] ?? plainPattern(part)).join('');
  return new RegExp(`^${pattern}$`);
});

function plainPattern(part: string): string {
  return part.startsWith('[')
    ? '[^/]'
    : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
