import * as fs from 'node:fs/promises';
import { posix } from 'node:path';

import type { Restored, Run } from '../../../core/api/types';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import type { Store } from '../../store/store';
import { onDisk, textPath } from '../../trees/names';
import { APPLIED, diffOf, titleBeforeCopying } from '../listing/catalog';
import { captureOptions } from '../taking/scope';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';
import type { WireCreated, WireRestored } from '../service/wire';

/** The rules of a capture that leaves out nothing, whatever is left out elsewhere. */
const EVERYTHING = ['!*'];

/** Brings files that a run left into the live workspace. */
export class Applying {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly store: Store
  ) {}

  /**
   * Copies the files, and removes those that the run removed, as a snapshot is opened in place:
   * one of the workspace is taken before, a cancel or an error undoes all of it, and after a kill
   * the next opening of the store puts it right. Refuses when a path is not as the run found it.
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
      await this.refuseChanged(run, start, paths);
    }
    const changes = new Map(
      run.files?.items.map(({ path, change }) => [path, change])
    );
    const removed = paths.filter(path => changes.get(path) === 'deleted');
    const goal = await this.goal(run, removed, following);
    const done = await this.bring(goal.id, run, paths, following).catch(
      async reason => {
        if (isCancelled(reason)) {
          await this.forget(goal);
          throw new Refusal(messages.cancelledFiles());
        }
        // It may have to be gone on with.
        throw reason;
      }
    );
    // The files are there: what is left over by a failure here is no reason to say otherwise.
    await this.forget(goal).catch(() => undefined);
    const safety =
      done.safety === null ? null : await this.snapshots.find(done.safety);
    return {
      folder: '',
      written: paths.length - removed.length,
      removed: removed.length,
      safety: safety?.url ?? null,
      resume: null
    };
  }

  private async forget({ id }: WireCreated): Promise<void> {
    await this.snapshots.ask('forget', { snapshot: id });
  }

  private async refuseChanged(
    run: Run,
    start: string,
    paths: readonly string[]
  ): Promise<void> {
    const { id } = await this.snapshots.find(start);
    const differences = this.snapshots.differences();
    const since = await differences.toNow(id, Infinity, paths);
    const changed = new Set(
      diffOf(since, 0, 'after').items.map(({ path }) => path)
    );
    const conflict = paths.find(path => changed.has(path));
    if (conflict !== undefined) {
      throw new Refusal(messages.changedSince(conflict, run.number));
    }
  }

  /** What the run left as a snapshot: what is brought from there survives a kill. */
  private async goal(
    { files, number }: Run,
    removed: readonly string[],
    following: Following
  ): Promise<WireCreated> {
    const folder = files?.folder ?? '';
    await fs.mkdir(folder, { recursive: true });
    for (const path of removed) {
      // Its folder stays when the file goes.
      const parent = posix.dirname(textPath(path));
      await fs.mkdir(onDisk(folder, parent), { recursive: true });
    }
    const title = `the files of run ${number}`;
    const options = { rules: EVERYTHING };
    const description = { bucket: APPLIED, title };
    return this.snapshots.ask<WireCreated>(
      'create',
      { roots: { workspace: folder }, description, options },
      following
    );
  }

  private async bring(
    snapshot: string,
    { number }: Run,
    only: readonly string[],
    following: Following
  ): Promise<WireRestored> {
    const target = this.store.layout.workspace;
    const capture = await captureOptions(target);
    const options = { capture, only, title: titleBeforeCopying(number) };
    return this.snapshots.ask<WireRestored>(
      'restoreInPlace',
      { snapshot, target, options, consent: true },
      following
    );
  }
}

function isCancelled(reason: unknown): boolean {
  return (
    reason instanceof Refusal && reason.problem.code === 'snapshot_cancelled'
  );
}
