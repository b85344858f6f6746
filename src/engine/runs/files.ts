import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { posix } from 'node:path';

import { textOf } from '../failure';
import * as messages from '../messages';
import { filesFolder, startTree } from '../store/layout';
import type { Store } from '../store/store';
import { putFile } from '../trees/delta';
import { bytesOf, onDisk, pathText } from '../trees/names';
import type { RunTrees } from '../trees/run-trees';

/** Files that a run left different from how it found them; a long list is cut. */
export interface RunFiles {
  /** Folder that holds the new and changed ones. */
  readonly folder: string;
  readonly total: number;
  readonly items: readonly {
    /** As people read it: bytes that are no UTF-8 are `\xNN`. */
    readonly path: string;
    readonly change: 'new' | 'changed' | 'deleted';
  }[];
}

const LISTED = 500;

/** Files of a run; `summary` is null when it changed nothing. */
export interface Collected {
  readonly summary: RunFiles | null;
  readonly problems: readonly string[];
}

/**
 * Puts the files that a run wrote where a person finds them. The live workspace is not touched.
 * When that fails, as on a full disk, it is a problem of the run and not its end.
 */
export async function collectFiles(
  store: Store,
  run: string,
  trees: RunTrees
): Promise<Collected> {
  try {
    return await collect(store, run, trees);
  } catch (reason) {
    return { summary: null, problems: [messages.filesLost(textOf(reason))] };
  }
}

async function collect(
  store: Store,
  run: string,
  trees: RunTrees
): Promise<Collected> {
  const { delta, conflicts } = trees.final();
  const start = startTree(store.layout, run);
  const folder = filesFolder(store.layout, run);
  const items: RunFiles['items'][number][] = [];
  for (const [path, change] of delta) {
    const before = existsSync(onDisk(start, path));
    if (change.kind === 'file' || change.kind === 'link') {
      const target = onDisk(folder, path);
      const parent = onDisk(folder, posix.dirname(path));
      await fs.mkdir(parent, { recursive: true });
      await fs.rm(target, { force: true });
      await (change.kind === 'link'
        ? fs.symlink(bytesOf(change.target), target)
        : putFile(change, target, store.objects));
      items.push({
        path: pathText(path),
        change: before ? 'changed' : 'new'
      });
    } else if (change.kind === 'gone' && before) {
      items.push({ path: pathText(path), change: 'deleted' });
    }
  }
  return {
    summary:
      items.length === 0
        ? null
        : { folder, total: items.length, items: items.slice(0, LISTED) },
    problems: conflicts.map(({ path, steps }) =>
      messages.finalConflict(pathText(path), steps)
    )
  };
}
