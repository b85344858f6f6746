import * as fs from 'node:fs/promises';

import {
  type Entry,
  forEachInTurn,
  type Left,
  listWhole,
  noteUnread
} from './listing';
import { type CopiedLink, copiedLink } from './links';
import { bytesOf, type OnDisk, onDisk } from './names';

/** Files above this many bytes are linked, not copied. */
export const LARGE = 2 ** 30;

/**
 * Copies a workspace, sharing blocks where the filesystem can. Times are kept; what is ignored
 * stays behind, and so does what may not be read, which is told. Links are made to point into the
 * copy, or to where they pointed outside; `links` gets those that another target is written in for
 * that. Throws where the copy cannot be made: on a full disk.
 */
export async function copyTree(
  from: string,
  to: string,
  large: number = LARGE,
  links: CopiedLink[] = []
): Promise<Left[]> {
  const { listing, left: unlisted } = await listWhole(from);
  const left = [...unlisted];
  await fs.mkdir(to, { recursive: true });
  for (const [path, { kind }] of listing) {
    if (kind === 'folder') {
      await fs.mkdir(onDisk(to, path), { recursive: true });
    }
  }
  const isFurther = ({ twin, size }: Entry) =>
    twin !== undefined && size <= large;
  const take = async ([path, entry]: readonly [
    string,
    Entry
  ]): Promise<void> => {
    const { kind, size, twin = '' } = entry;
    const [source, target] = [onDisk(from, path), onDisk(to, path)];
    try {
      if (isFurther(entry) && (await addName(onDisk(to, twin), target))) {
        return;
      }
      if (kind === 'link') {
        const link = await copiedLink(from, path);
        await fs.symlink(bytesOf(link.copied), target);
        if (link.copied !== link.written) {
          links.push(link);
        }
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
  };
  // What is written under one name of a file is read under its others.
  await forEachInTurn([...listing], ([, entry]) => isFurther(entry), take);
  return left;
}

/** Gives a file one more name; false where that cannot be. */
export async function addName(file: OnDisk, name: OnDisk): Promise<boolean> {
  return fs.link(file, name).then(
    () => true,
    () => false
  );
}

/** Copies one file with its times and mode. */
export async function copyFile(source: OnDisk, target: OnDisk): Promise<void> {
  await fs.copyFile(source, target, fs.constants.COPYFILE_FICLONE);
  const { atime, mtime } = await fs.stat(source);
  await fs.utimes(target, atime, mtime);
}
