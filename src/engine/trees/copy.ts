import * as fs from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { forEachOf, type Left, listWhole, noteUnread } from './listing';

/** Files above this many bytes are linked, not copied. */
export const LARGE = 2 ** 30;

/**
 * Copies a workspace, sharing blocks where the filesystem can. Times are kept; what is ignored
 * stays behind, and so does what may not be read, which is told. Links are made to point into the
 * copy, or to where they pointed outside. Throws where the copy cannot be made: on a full disk.
 */
export async function copyTree(
  from: string,
  to: string,
  large: number = LARGE
): Promise<Left[]> {
  const { listing, left: unlisted } = await listWhole(from);
  const left = [...unlisted];
  await fs.mkdir(to, { recursive: true });
  for (const [path, { kind }] of listing) {
    if (kind === 'folder') {
      await fs.mkdir(join(to, path), { recursive: true });
    }
  }
  await forEachOf(listing, async ([path, { kind, size }]) => {
    const [source, target] = [join(from, path), join(to, path)];
    try {
      if (kind === 'link') {
        await fs.symlink(await targetOf(source, from), target);
      } else if (kind === 'file' && size > large) {
        await fs.symlink(source, target);
        left.push({ path, kind: 'linked' });
      } else if (kind === 'file') {
        await copyFile(source, target);
      }
    } catch (reason) {
      // A file may vanish while the workspace is in use.
      noteUnread(left, path, reason);
    }
  });
  return left;
}

/** Copies one file with its times and mode. */
export async function copyFile(source: string, target: string): Promise<void> {
  await fs.copyFile(source, target, fs.constants.COPYFILE_FICLONE);
  const { atime, mtime } = await fs.stat(source);
  await fs.utimes(target, atime, mtime);
}

async function targetOf(link: string, root: string): Promise<string> {
  const target = resolve(dirname(link), await fs.readlink(link));
  return target === root || target.startsWith(root + sep)
    ? relative(dirname(link), target) || '.'
    : target;
}
