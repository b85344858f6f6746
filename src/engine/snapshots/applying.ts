import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { v7 as newId } from 'uuid';

import type { Restored, Run, SnapshotDiff } from '../../core/api/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import type { Store } from '../store/store';
import { SAFETY } from './catalog';
import { captureOptions } from './scope';
import type { Following } from './service';
import type { Snapshots } from './snapshots';
import type { WireCreated } from './wire';

/** Brings files that a run left into the live workspace. */
export class Applying {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly store: Store
  ) {}

  /** What a run changed, with the sizes that the files have here and there. */
  async changes({ files }: Run): Promise<SnapshotDiff> {
    const { workspace } = this.store.layout;
    const items = await Promise.all(
      (files?.items ?? []).map(async ({ path, change }) => ({
        path,
        change,
        before: await sizeOf(join(workspace, path)),
        after:
          change === 'deleted'
            ? null
            : await sizeOf(join(files?.folder ?? '', path))
      }))
    );
    return { same: 0, total: files?.total ?? 0, items };
  }

  /**
   * Copies the files, and removes those that the run removed; a snapshot of the workspace is
   * taken before. Refuses when a path is not as the run found it.
   */
  async apply(
    run: Run,
    start: string | null,
    paths: readonly string[],
    following: Following
  ): Promise<Restored> {
    const known = new Map(run.files?.items.map(item => [item.path, item]));
    const unknown = paths.find(path => !known.has(path));
    if (unknown !== undefined) {
      throw new Refusal(messages.notOfRun(unknown, run.number));
    }
    if (start !== null) {
      const since = await this.snapshots.diff(start, 'now');
      const changed = new Set(since.items.map(({ path }) => path));
      const conflict = paths.find(path => changed.has(path));
      if (conflict !== undefined) {
        throw new Refusal(messages.changedSince(conflict, run.number));
      }
    }
    const safety = await this.safety(run, following);
    try {
      const removed = await this.write(run, paths, following);
      const written = paths.length - removed;
      return { folder: '', written, removed, safety, resume: null };
    } catch (reason) {
      await this.undo(safety, paths);
      throw reason;
    }
  }

  private async write(
    { files }: Run,
    paths: readonly string[],
    { signal }: Following
  ): Promise<number> {
    const { workspace } = this.store.layout;
    const changes = new Map(
      files?.items.map(({ path, change }) => [path, change])
    );
    let removed = 0;
    for (const path of paths) {
      const target = join(workspace, path);
      if (changes.get(path) === 'deleted') {
        await fs.rm(target, { force: true, recursive: true });
        removed++;
      } else {
        await replace(join(files?.folder ?? '', path), target);
      }
      if (signal?.aborted) {
        throw new Refusal(messages.cancelledFiles());
      }
    }
    return removed;
  }

  private async undo(safety: string, only: readonly string[]): Promise<void> {
    const { workspace } = this.store.layout;
    const { id } = await this.snapshots.find(safety);
    const capture = await captureOptions(workspace);
    await this.snapshots.ask('restoreInPlace', {
      snapshot: id,
      target: workspace,
      options: { capture, only },
      consent: true
    });
  }

  private async safety(run: Run, following: Following): Promise<string> {
    const { workspace } = this.store.layout;
    const title = `before the files of run ${run.number}`;
    const made = await this.snapshots.ask<WireCreated>(
      'create',
      {
        roots: { workspace },
        description: { bucket: SAFETY, title },
        options: await captureOptions(workspace)
      },
      following
    );
    return made.url;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  const stat = await fs.lstat(path).catch(() => null);
  return stat?.size ?? null;
}

/** Whoever looks at the target sees the old file or the new one. */
async function replace(source: string, target: string): Promise<void> {
  const folder = dirname(target);
  await fs.mkdir(folder, { recursive: true });
  const draft = join(folder, `.kalette-${newId()}`);
  try {
    await fs.copyFile(source, draft, fs.constants.COPYFILE_FICLONE);
    await fs.rename(draft, target);
  } finally {
    await fs.rm(draft, { force: true });
  }
}
