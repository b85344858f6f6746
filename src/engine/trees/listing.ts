import * as fs from 'node:fs/promises';

import { codeOf } from '../failure';
import { Apart } from './apart';
import { isIgnored } from './ignored';
import { namesIn, type OnDisk, onDisk } from './names';

/** One path of a tree, as cheap to take as its directory entry. */
export interface Entry {
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly size: number;
  /** Changes whenever the content or the mode may have changed. */
  readonly stamp: string;
  /** In milliseconds; fractions where the filesystem has them. */
  readonly modified: number;
  /** Another name of the same file in this tree, the first one; not under that name itself. */
  readonly twin?: string;
}

type Found = Omit<Entry, 'twin'> & {
  /** The same for all names of one file; null for what has no other name. */
  readonly file: string | null;
};

/** A tree's paths, relative and with `/`; a folder stands before what it holds. */
export type Listing = ReadonlyMap<string, Entry>;

/** What is there and was not taken, and why. */
export interface Left {
  readonly path: string;
  readonly kind: 'linked' | 'unreadable';
}

const AT_ONCE = 32;

const GONE = ['ENOENT', 'ENOTDIR'];
const FORBIDDEN = ['EACCES', 'EPERM'];

/**
 * Notes what may not be read. What has gone meanwhile is nothing to tell of; anything else, a full
 * disk above all, is thrown.
 */
export function noteUnread(left: Left[], path: string, reason: unknown): void {
  const code = codeOf(reason);
  if (FORBIDDEN.includes(code)) {
    left.push({ path, kind: 'unreadable' });
  } else if (!GONE.includes(code)) {
    throw reason;
  }
}

/** Calls a function for each item, a few at a time. */
export async function forEachOf<T>(
  items: Iterable<T>,
  action: (item: T) => Promise<void>
): Promise<void> {
  const queue = [...items].values();
  const worker = async () => {
    for (const item of queue) {
      await action(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The same, in two turns: what is made of others comes when these are there. */
export async function forEachInTurn<T>(
  items: readonly T[],
  isLater: (item: T) => boolean,
  action: (item: T) => Promise<void>
): Promise<void> {
  await forEachOf(
    items.filter(item => !isLater(item)),
    action
  );
  await forEachOf(items.filter(isLater), action);
}

/** As {@link listWhole}, where what cannot be listed was told of before. */
export async function listTree(root: string): Promise<Listing> {
  return (await listWhole(root)).listing;
}

/**
 * Lists a tree without what is ignored; sockets, devices and what vanishes are left out. What
 * should be there and cannot be taken is told of.
 */
export async function listWhole(
  root: string
): Promise<{ readonly listing: Listing; readonly left: readonly Left[] }> {
  const found = new Map<string, Entry>();
  const firsts = new Map<string, string>();
  const left: Left[] = [];
  const apart = await Apart.in(root);
  const visit = async (folder: string): Promise<void> => {
    const names = await namesIn(onDisk(root, folder)).catch(reason => {
      noteUnread(left, folder || '.', reason);
      return [];
    });
    // The workspace itself may be an environment; then it is what the person works in.
    if (apart.has(folder, names)) {
      found.delete(folder);
      return;
    }
    for (const name of names.filter(item => !isIgnored(item)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const entry = await entryOf(onDisk(root, path));
      if (entry) {
        found.set(path, withTwin(path, entry, firsts));
      }
      if (entry?.kind === 'folder') {
        await visit(path);
      }
    }
  };
  await visit('');
  return { listing: found, left };
}

function withTwin(
  path: string,
  { file, ...entry }: Found,
  firsts: Map<string, string>
): Entry {
  const twin = file === null ? undefined : firsts.get(file);
  if (twin !== undefined) {
    return { ...entry, twin };
  }
  if (file !== null) {
    firsts.set(file, path);
  }
  return entry;
}

async function entryOf(file: OnDisk): Promise<Found | null> {
  const stat = await fs.lstat(file, { bigint: true }).catch(() => null);
  const kind = stat?.isFile()
    ? 'file'
    : stat?.isDirectory()
      ? 'folder'
      : stat?.isSymbolicLink()
        ? 'link'
        : null;
  if (!stat || !kind) {
    return null;
  }
  const { mtimeNs, ctimeNs, dev, ino, nlink, mode, size } = stat;
  return {
    kind,
    mode: Number(mode) & 0o777,
    size: Number(size),
    // A folder's times change with what it holds, which has entries of its own.
    stamp: kind === 'folder' ? '' : `${size} ${mtimeNs} ${ctimeNs} ${ino}`,
    modified: Number(mtimeNs) / 1e6,
    file: kind === 'file' && nlink > 1n ? `${dev} ${ino}` : null
  };
}
