import * as fs from 'node:fs/promises';
import { sep } from 'node:path';

import type { Run } from '../../../core/api/types';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { type OnDisk, onDisk, realPath, textPath } from '../../trees/names';

/** Where a file is read that a run left: there, or in the workspace as it is now. */
export type Side = 'run' | 'now';

/**
 * One of the files that a run changed, for a look at it before it is copied. Refuses paths that
 * the run does not list, and what is no file of the folder itself.
 */
export async function runFile(
  { files, number }: Pick<Run, 'files' | 'number'>,
  workspace: string,
  path: string,
  side: Side
): Promise<Buffer> {
  if (!files?.items.some(item => item.path === path)) {
    throw new Refusal(messages.notOfRun(path, number));
  }
  return fileIn(side === 'run' ? files.folder : workspace, path);
}

/** A file of a folder by its path as people read it, and of nowhere else; refuses what is none. */
export async function fileIn(folder: string, path: string): Promise<Buffer> {
  const full = onDisk(folder, textPath(path));
  const found = await fs.lstat(full).catch(() => null);
  // A link may lead anywhere; so may one above the file.
  if (!found?.isFile() || !(await isWithin(full, folder))) {
    throw new Refusal(messages.noFileThere(path));
  }
  return fs.readFile(full);
}

async function isWithin(full: OnDisk, folder: string): Promise<boolean> {
  const [inside, outside] = await Promise.all([full, folder].map(realPath));
  return inside?.startsWith(`${outside}${sep}`) ?? false;
}
