import { isSameList } from '../../same-data';
import type { FileMode } from '../library/file-uses';
import type { FileAccess } from '../replay/records';
import {
  headOf,
  isIn,
  isOfFolder,
  isPartlyKnown,
  tailOf,
  touchSame
} from './file-names';

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
 * the last writer. Steps that make the same folder, content with one that is there, may do so in
 * any order; only who does not make it waits for one that does.
 * An arrow can go to a lower number where a step is resumed below another.
 */
export function fileArrows(files: readonly FileAccess[]): readonly FileArrow[] {
  const known = KNOWN.get(files);
  if (known && isSameList(known.files, files)) {
    return known.arrows;
  }
  const arrows = arrowsOf(files);
  KNOWN.set(files, { files: [...files], arrows });
  return arrows;
}

/** What was found last for a list that grows and shrinks as cells are replayed. */
const KNOWN = new WeakMap<
  readonly FileAccess[],
  {
    readonly files: readonly FileAccess[];
    readonly arrows: readonly FileArrow[];
  }
>();

function arrowsOf(files: readonly FileAccess[]): FileArrow[] {
  const arrows: FileArrow[] = [];
  const seen = new Set<string>();
  const before: Accesses = {
    every: noList(),
    changes: noList(),
    made: new Map()
  };
  for (let at = 0; at < files.length; at++) {
    const later = files[at];
    if (!later) {
      continue;
    }
    const placed = place(at, later);
    for (const earlier of precedents(before, placed)) {
      const key = `${earlier.step} ${later.step} ${later.key}`;
      if (!seen.has(key)) {
        seen.add(key);
        arrows.push({ from: earlier.step, to: later.step, earlier, later });
      }
    }
    note(before, placed);
  }
  return arrows;
}

/** An access and its place among all, with what is known of its name at both ends. */
interface Placed {
  readonly at: number;
  readonly access: FileAccess;
  readonly isFolder: boolean;
  /** It can touch files of other names than the one it is known by. */
  readonly isWide: boolean;
  readonly head: string;
  readonly tail: string;
}

/** Accesses in order; those of folders and patterns can touch files of any name. */
interface AccessList {
  readonly all: Placed[];
  readonly byKey: Map<string, Placed[]>;
  readonly ofFolders: Placed[];
}

/** Accesses so far. Who only reads looks at nothing but those that change something. */
interface Accesses {
  readonly every: AccessList;
  readonly changes: AccessList;
  /** Folders that a step makes whatever happens. */
  readonly made: Map<number, string[]>;
}

function noList(): AccessList {
  return { all: [], byKey: new Map(), ofFolders: [] };
}

function place(at: number, access: FileAccess): Placed {
  const { key } = access;
  const isFolder = isOfFolder(access);
  const isWide = isFolder || isPartlyKnown(access);
  const head = isWide ? headOf(key) : key;
  const tail = isWide ? tailOf(key) : key;
  return { at, access, isFolder, isWide, head, tail };
}

function note({ every, changes, made }: Accesses, placed: Placed): void {
  const { mode, isSure, step, key } = placed.access;
  if (mode === 'make' && isSure) {
    made.set(step, [...(made.get(step) ?? []), key]);
  }
  add(every, placed);
  if (isChangeOrMake(mode)) {
    add(changes, placed);
  }
}

function add({ all, byKey, ofFolders }: AccessList, placed: Placed): void {
  const { access, isWide } = placed;
  all.push(placed);
  const same = byKey.get(access.key);
  if (same) {
    same.push(placed);
  } else {
    byKey.set(access.key, [placed]);
  }
  if (isWide) {
    ofFolders.push(placed);
  }
}

/** The accesses that may touch the same as this one, nearest first. */
function* nearest(before: AccessList, later: Placed): Iterable<FileAccess> {
  const { isWide } = later;
  const same = isWide
    ? before.all
    : (before.byKey.get(later.access.key) ?? NONE);
  const others = isWide ? NONE : before.ofFolders;
  let i = same.length - 1;
  let k = others.length - 1;
  while (i >= 0 || k >= 0) {
    const one = same[i];
    const other = others[k];
    const x = one?.at ?? -1;
    const y = other?.at ?? -1;
    const next = x >= y ? one : other;
    i -= x >= y ? 1 : 0;
    k -= y >= x ? 1 : 0;
    if (next && (next.isFolder || later.isFolder || agree(next, later))) {
      yield next.access;
    }
  }
}

const NONE: readonly Placed[] = [];

/** What is known of two names does not rule out that they are the same. */
function agree(a: Placed, b: Placed): boolean {
  return (
    (a.head.startsWith(b.head) || b.head.startsWith(a.head)) &&
    (a.tail.endsWith(b.tail) || b.tail.endsWith(a.tail))
  );
}

/** The accesses that one has to wait for, nearest first. */
function precedents(before: Accesses, placed: Placed): FileAccess[] {
  const { access: later } = placed;
  const found: FileAccess[] = [];
  const made = before.made.get(later.step) ?? [];
  const isChange = isChangeOrMake(later.mode);
  const list = isChange ? before.every : before.changes;
  // One who only makes the folder does not stand for those who wrote before.
  let isLast = true;
  for (const earlier of nearest(list, placed)) {
    if (!touchSame(earlier, later) || isEither(earlier, later, made)) {
      continue;
    }
    const isOther = earlier.step !== later.step;
    const isWriter = changes(earlier.mode);
    const isMaker = earlier.mode === 'make';
    const isWaitedFor = isWriter ? isLast || !isChange : isChange;
    if (isOther && (isMaker || isWaitedFor)) {
      found.push(earlier);
      isLast &&= isMaker;
    }
    if (isWriter && earlier.key === later.key && !isPartlyKnown(later)) {
      break;
    }
  }
  return found;
}

/** True if a folder is made that is there anyway; `made` are those of the later step. */
function isEither(
  earlier: FileAccess,
  later: FileAccess,
  made: readonly string[]
): boolean {
  if (later.mode === 'make') {
    const isAskedFor = earlier.mode === 'folder' || earlier.mode === 'probe';
    return earlier.key === later.key || isIn(later.key, earlier.key)
      ? !isAskedFor || earlier.key !== later.key
      : earlier.mode === 'make';
  }
  return (
    earlier.mode === 'make' &&
    later.mode === 'write' &&
    !isPartlyKnown(earlier) &&
    made.some(key => key === earlier.key || isIn(earlier.key, key))
  );
}

function changes(mode: FileMode): boolean {
  return mode === 'write' || mode === 'append' || mode === 'folder';
}

function isChangeOrMake(mode: FileMode): boolean {
  return changes(mode) || mode === 'make';
}
