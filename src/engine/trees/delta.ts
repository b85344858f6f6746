import * as fs from 'node:fs/promises';
import { posix } from 'node:path';

import {
  digestOfFile,
  type ObjectStore,
  type StoredObject
} from '../store/objects';
import { addName } from './copy';
import { type Entry, forEachInTurn, forEachOf, type Listing } from './listing';
import { bytesOf, type OnDisk, onDisk, targetIn } from './names';

/** What became of one path since the run began, and the step that did it last. */
export type Change =
  | {
      readonly kind: 'file';
      readonly digest: string;
      readonly bytes: number;
      readonly mode: number;
      /** In milliseconds. */
      readonly modified?: number;
      /** Another name of the same file. */
      readonly twin?: string;
      readonly by: string;
    }
  | { readonly kind: 'link'; readonly target: string; readonly by: string }
  | { readonly kind: 'folder'; readonly by: string }
  | { readonly kind: 'gone'; readonly by: string };

/** A tree as its difference from the tree that the run began with; sorted by path. */
export type Delta = ReadonlyMap<string, Change>;

/** Two steps that do not wait for each other left one path differently. */
export interface Conflict {
  readonly path: string;
  readonly steps: readonly [string, string];
}

const sorted = (entries: Iterable<readonly [string, Change]>): Delta =>
  new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

export function deltaToJson(delta: Delta): string {
  return JSON.stringify({ version: 1, changes: Object.fromEntries(delta) });
}

/** Reads what {@link deltaToJson} wrote; the store vouches for its content. */
export function deltaFromJson(value: unknown): Delta {
  const { changes } = value as { changes: Record<string, Change> };
  return sorted(Object.entries(changes));
}

/** The files that a delta needs, as objects. */
export function objectsOf(delta: Delta): StoredObject[] {
  return [...delta.values()].flatMap(change =>
    change.kind === 'file'
      ? [{ digest: change.digest, bytes: change.bytes }]
      : []
  );
}

/**
 * All that several trees changed. A path that several changed has the change of the step that
 * ran after the others' (`isBefore(a, b)`: b waits for a); if there is none, and the changes
 * differ, that is a conflict.
 */
export function uniteDeltas(
  deltas: readonly Delta[],
  isBefore: (a: string, b: string) => boolean
): { readonly delta: Delta; readonly conflicts: readonly Conflict[] } {
  const united = new Map<string, Change>();
  const conflicts: Conflict[] = [];
  for (const [path, change] of deltas.flatMap(delta => [...delta])) {
    const other = united.get(path);
    if (!other || isBefore(other.by, change.by)) {
      united.set(path, change);
    } else if (!isSame(other, change) && !isBefore(change.by, other.by)) {
      conflicts.push({ path, steps: [other.by, change.by] });
    }
  }
  return { delta: sorted(united), conflicts };
}

function isSame(a: Change, b: Change): boolean {
  return JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));
}

/** Without who left it, and when. */
function contentOf(change: Change): object {
  return { ...change, by: null, modified: null };
}

/** Makes a copy of the start into the tree that the delta describes. */
export async function applyDelta(
  root: string,
  delta: Delta,
  objects: ObjectStore
): Promise<void> {
  // First what goes, then folders, then what stands in them.
  for (const [path, change] of delta) {
    if (change.kind !== 'folder') {
      await fs.rm(onDisk(root, path), { recursive: true, force: true });
    }
  }
  for (const [path, change] of delta) {
    if (change.kind === 'folder') {
      await fs.mkdir(onDisk(root, path), { recursive: true });
    }
  }
  const put = async ([path, change]: readonly [
    string,
    Change
  ]): Promise<void> => {
    const file = onDisk(root, path);
    await fs.mkdir(onDisk(root, posix.dirname(path)), { recursive: true });
    if (change.kind === 'link') {
      await fs.symlink(bytesOf(change.target), file);
    } else if (
      change.kind === 'file' &&
      !(await hasNewName(root, change, file))
    ) {
      await putFile(change, file, objects);
    }
  };
  const written = [...delta].filter(
    ([, { kind }]) => kind === 'file' || kind === 'link'
  );
  await forEachInTurn(written, ([, change]) => 'twin' in change, put);
}

type FileChange = Extract<Change, { readonly kind: 'file' }>;

/** Makes a further name of a file that is there, if it is what the delta means. */
async function hasNewName(
  root: string,
  { twin, digest }: FileChange,
  name: OnDisk
): Promise<boolean> {
  if (twin === undefined) {
    return false;
  }
  const file = onDisk(root, twin);
  const found = await digestOfFile(file).catch(() => null);
  return found === digest && addName(file, name);
}

/** Writes a file of a delta, with its mode and its time. */
export async function putFile(
  { digest, mode, modified }: FileChange,
  file: OnDisk,
  objects: ObjectStore
): Promise<void> {
  const { COPYFILE_FICLONE } = fs.constants;
  await fs.copyFile(objects.path(digest), file, COPYFILE_FICLONE);
  await fs.chmod(file, mode);
  // Of several files, notebooks take the newest.
  if (modified !== undefined) {
    await fs.utimes(file, modified / 1000, modified / 1000);
  }
}

/** A step's tree before and after it ran. */
export interface Ran {
  readonly step: string;
  readonly root: string;
  /** The tree that the run began with. */
  readonly start: string;
  readonly before: Listing;
  readonly after: Listing;
  /** The delta that the tree had before. */
  readonly input: Delta;
}

/** The delta of the tree after a step; what the step wrote is in the store then. */
export async function captureDelta(
  ran: Ran,
  objects: ObjectStore
): Promise<Delta> {
  const { before, after, input, step } = ran;
  const changes = new Map(input);
  for (const path of before.keys()) {
    if (!after.has(path)) {
      changes.set(path, { kind: 'gone', by: step });
    }
  }
  await forEachOf(after, async ([path, entry]) => {
    if (!isUntouched(before.get(path), entry)) {
      const change = await changeOf(path, entry, ran, objects);
      if (change) {
        changes.set(path, change);
      }
    }
  });
  return sorted(changes);
}

function isUntouched(before: Entry | undefined, after: Entry): boolean {
  return (
    before?.kind === after.kind &&
    before.stamp === after.stamp &&
    (after.kind === 'folder' || before.mode === after.mode) &&
    before.twin === after.twin
  );
}

// Null when the path was written, but stands as it stood.
async function changeOf(
  path: string,
  entry: Entry,
  { root, start, before, input, step: by }: Ran,
  objects: ObjectStore
): Promise<Change | null> {
  const file = onDisk(root, path);
  switch (entry.kind) {
    case 'folder':
      return { kind: 'folder', by };
    case 'link':
      return { kind: 'link', target: await targetIn(file), by };
    case 'file': {
      const digest = await digestOfFile(file);
      const old = before.get(path);
      if (
        old?.kind === 'file' &&
        old.mode === entry.mode &&
        old.twin === entry.twin &&
        (await oldDigest(path, start, input)) === digest
      ) {
        return null;
      }
      const { bytes } = await objects.copy(file);
      const { mode, modified, twin } = entry;
      const names = twin === undefined ? {} : { twin };
      return { kind: 'file', digest, bytes, mode, modified, ...names, by };
    }
  }
}

async function oldDigest(
  path: string,
  start: string,
  input: Delta
): Promise<string | null> {
  const change = input.get(path);
  if (change) {
    return change.kind === 'file' ? change.digest : null;
  }
  return digestOfFile(onDisk(start, path)).catch(() => null);
}
