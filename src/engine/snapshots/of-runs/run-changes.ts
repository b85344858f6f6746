import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';

import type { FileChange, Run, SnapshotDiff } from '../../../core/api/types';
import { digestOfFile } from '../../store/objects';
import { type OnDisk, onDisk, targetIn, textPath } from '../../trees/names';

/**
 * What a run changed and the workspace does not have so yet, with the sizes in bytes that the
 * files have here and there. Files of one size are read, and are the same if their bytes are.
 */
export async function runChanges(
  { files }: Pick<Run, 'files'>,
  workspace: string
): Promise<SnapshotDiff> {
  const { items = [], folder = '', total = 0 } = files ?? {};
  const found: FileChange[] = [];
  let same = 0;
  // One at a time: two large files that are read at once are no sooner read.
  for (const { path, change } of items) {
    const here = await fileAt(onDisk(workspace, textPath(path)));
    const there =
      change === 'deleted'
        ? null
        : await fileAt(onDisk(folder, textPath(path)));
    if (await isSame(here, there)) {
      same += 1;
    } else {
      const [before, after] = [sizeOf(here), sizeOf(there)];
      found.push({ path, change, before, after });
    }
  }
  return { same, total: total - same, items: found };
}

interface Found {
  readonly path: OnDisk;
  readonly stat: Stats;
}

async function fileAt(path: OnDisk): Promise<Found | null> {
  const stat = await fs.lstat(path).catch(() => null);
  return stat && { path, stat };
}

function sizeOf(found: Found | null): number | null {
  return found && found.stat.size;
}

async function isSame(a: Found | null, b: Found | null): Promise<boolean> {
  if (!a || !b) {
    return a === b;
  }
  // The kind and the permissions are in the mode.
  if (a.stat.mode !== b.stat.mode || a.stat.size !== b.stat.size) {
    return false;
  }
  const read = a.stat.isFile() ? digestOfFile : targetIn;
  // What cannot be read is not known to be the same.
  const [one, other] = await Promise.all(
    [a.path, b.path].map(path => read(path).catch(() => null))
  );
  return one !== null && one === other;
}
