import { remember } from '../library/remember';
import type { FileMode } from '../library/files';
import type { FileAccess } from '../replay/world';

/** Two steps that touch the same file, in notebook order of the accesses. */
export interface FileArrow {
  readonly from: number;
  readonly to: number;
  readonly earlier: FileAccess;
  readonly later: FileAccess;
}

/**
 * Pairs of accesses of one file, or of a folder and what lies in it, of which at least one
 * changes it: a reader waits for the last writer, a writer for the readers since then, or for
 * the last writer. An arrow can go to a lower number where a step is resumed below another.
 */
export function fileArrows(files: readonly FileAccess[]): FileArrow[] {
  const arrows: FileArrow[] = [];
  const seen = new Set<string>();
  const index = { byKey: new Map<string, number[]>(), folders: [], all: [] };
  files.forEach((later, i) => {
    for (const earlier of precedents(files, candidates(index, later), later)) {
      const key = `${earlier.step} ${later.step} ${later.key}`;
      if (!seen.has(key)) {
        seen.add(key);
        arrows.push({ from: earlier.step, to: later.step, earlier, later });
      }
    }
    addTo(index, later, i);
  });
  return arrows;
}

/** Accesses so far, by their numbers. */
interface Index {
  readonly byKey: Map<string, number[]>;
  readonly folders: number[];
  readonly all: number[];
}

function addTo(index: Index, access: FileAccess, number: number): void {
  const { byKey, folders, all } = index;
  byKey.set(access.key, [...(byKey.get(access.key) ?? []), number]);
  if (isFolderLike(access)) {
    folders.push(number);
  }
  all.push(number);
}

/** Those of them that may be about the same file, the last one first. */
function candidates(
  { byKey, folders, all }: Index,
  later: FileAccess
): number[] {
  if (isFolderLike(later)) {
    return [...all].reverse();
  }
  const same = byKey.get(later.key) ?? [];
  return folders.length === 0
    ? [...same].reverse()
    : [...new Set([...same, ...folders])].sort((a, b) => b - a);
}

function isFolderLike({ mode }: FileAccess): boolean {
  return mode === 'folder' || mode === 'list';
}

/** The accesses that one has to wait for, nearest first. */
function precedents(
  files: readonly FileAccess[],
  before: readonly number[],
  later: FileAccess
): FileAccess[] {
  const found: FileAccess[] = [];
  for (const number of before) {
    const earlier = files[number];
    if (!earlier || !touchSame(earlier, later)) {
      continue;
    }
    const isOther = earlier.step !== later.step;
    const isWriter = changes(earlier.mode);
    if (isOther && isWriter && (found.length === 0 || !changes(later.mode))) {
      found.push(earlier);
    } else if (isOther && !isWriter && changes(later.mode)) {
      found.push(earlier);
    }
    if (isWriter && earlier.key === later.key) {
      break;
    }
  }
  return found;
}

function changes(mode: FileMode): boolean {
  return mode === 'write' || mode === 'append' || mode === 'folder';
}

function touchSame(a: FileAccess, b: FileAccess): boolean {
  return a.key === b.key
    ? !(a.mode === 'folder' && b.mode === 'folder')
    : isWithin(a, b) || isWithin(b, a);
}

/** A folder made, listed or removed, and a file in it; a pattern, and a file that it may mean. */
function isWithin(folder: FileAccess, file: FileAccess): boolean {
  if (folder.mode === 'list' && /[*?[]/.test(folder.key)) {
    return patternOf(folder.key).test(file.key);
  }
  return (
    isFolderLike(folder) &&
    (folder.key === '.' || file.key.startsWith(`${folder.key}/`))
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
