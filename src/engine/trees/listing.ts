import * as fs from 'node:fs/promises';
import { join } from 'node:path';

import { isEnvironment, isIgnored } from './ignored';

/** One path of a tree, as cheap to take as its directory entry. */
export interface Entry {
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly size: number;
  /** Changes whenever the content or the mode may have changed. */
  readonly stamp: string;
}

/** A tree's paths, relative and with `/`; a folder stands before what it holds. */
export type Listing = ReadonlyMap<string, Entry>;

const AT_ONCE = 32;

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

/** Lists a tree without what is ignored; sockets, devices and what vanishes are left out. */
export async function listTree(root: string): Promise<Listing> {
  const found = new Map<string, Entry>();
  const visit = async (folder: string): Promise<void> => {
    const names = await fs.readdir(join(root, folder)).catch(() => []);
    // The workspace itself may be an environment; then it is what the person works in.
    if (folder !== '' && isEnvironment(names)) {
      found.delete(folder);
      return;
    }
    for (const name of names.filter(item => !isIgnored(item)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const entry = await entryOf(join(root, path));
      if (entry) {
        found.set(path, entry);
      }
      if (entry?.kind === 'folder') {
        await visit(path);
      }
    }
  };
  await visit('');
  return found;
}

async function entryOf(file: string): Promise<Entry | null> {
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
  const { mtimeNs, ctimeNs, ino, mode, size } = stat;
  return {
    kind,
    mode: Number(mode) & 0o777,
    size: Number(size),
    // A folder's times change with what it holds, which has entries of its own.
    stamp: kind === 'folder' ? '' : `${size} ${mtimeNs} ${ctimeNs} ${ino}`
  };
}
