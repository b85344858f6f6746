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
  const before: Accesses = { all: [], byKey: new Map(), ofFolders: [] };
  for (const later of files) {
    for (const earlier of precedents(before, later)) {
      const key = `${earlier.step} ${later.step} ${later.key}`;
      if (!seen.has(key)) {
        seen.add(key);
        arrows.push({ from: earlier.step, to: later.step, earlier, later });
      }
    }
    note(before, later);
  }
  return arrows;
}

/** An access and its place among all. */
type Placed = readonly [number, FileAccess];

/** Accesses so far; those of folders and patterns can touch files of any name. */
interface Accesses {
  readonly all: Placed[];
  readonly byKey: Map<string, Placed[]>;
  readonly ofFolders: Placed[];
}

function isOfFolder({ mode }: FileAccess): boolean {
  return mode === 'folder' || mode === 'list';
}

function note({ all, byKey, ofFolders }: Accesses, access: FileAccess): void {
  const placed: Placed = [all.length, access];
  all.push(placed);
  const same = byKey.get(access.key);
  if (same) {
    same.push(placed);
  } else {
    byKey.set(access.key, [placed]);
  }
  if (isOfFolder(access)) {
    ofFolders.push(placed);
  }
}

/** The accesses that may touch the same as this one, nearest first. */
function* nearest(before: Accesses, later: FileAccess): Iterable<FileAccess> {
  const same = isOfFolder(later)
    ? before.all
    : (before.byKey.get(later.key) ?? []);
  const others = isOfFolder(later) ? [] : before.ofFolders;
  let i = same.length - 1;
  let k = others.length - 1;
  while (i >= 0 || k >= 0) {
    const [x, one] = same[i] ?? [-1, null];
    const [y, other] = others[k] ?? [-1, null];
    const next = x >= y ? one : other;
    i -= x >= y ? 1 : 0;
    k -= y >= x ? 1 : 0;
    if (next) {
      yield next;
    }
  }
}

/** The accesses that one has to wait for, nearest first. */
function precedents(before: Accesses, later: FileAccess): FileAccess[] {
  const found: FileAccess[] = [];
  for (const earlier of nearest(before, later)) {
    if (!touchSame(earlier, later)) {
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
    isOfFolder(folder) &&
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
