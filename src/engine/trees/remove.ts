import * as fs from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from '../failure';
import { type Layout, startTree, treesFolder } from '../store/layout';
import { bytesOf, namesIn } from './names';

/** Removes a tree whatever a step made of it, folders without write permission included. */
export async function removeTree(root: string): Promise<void> {
  const remove = () =>
    fs.rm(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    await remove();
  } catch (reason) {
    if (!['EACCES', 'EPERM'].includes(codeOf(reason))) {
      throw reason;
    }
    await unlock(root);
    await remove();
  }
}

/** Removes all trees of a run that has ended; whatever resists is left for the next time. */
export async function dropTrees(layout: Layout, run: string): Promise<void> {
  await removeTree(treesFolder(layout, run)).catch(() => undefined);
}

/**
 * Removes the trees of a run that may be continued, but for the one it began with: from that
 * and the stored deltas the others can be made again.
 */
export async function dropChains(layout: Layout, run: string): Promise<void> {
  const folder = treesFolder(layout, run);
  const names = await fs.readdir(folder).catch(() => []);
  const chains = names
    .map(name => join(folder, name))
    .filter(path => path !== startTree(layout, run));
  await Promise.allSettled(chains.map(removeTree));
}

async function unlock(folder: string): Promise<void> {
  await fs.chmod(bytesOf(folder), 0o700);
  for (const name of await namesIn(bytesOf(folder))) {
    const path = join(folder, name);
    if ((await fs.lstat(bytesOf(path))).isDirectory()) {
      await unlock(path);
    }
  }
}
