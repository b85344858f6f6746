import type { SnapshotDiff } from '../../../core/api/types';
import { diffOf, filesOf } from './catalog';
import { captureOptions } from '../taking/scope';
import type { Snapshots } from '../snapshots';
import type { WireDifference } from '../service/wire';

/** Differences listed if nobody asks for more; the rest is only counted. */
export const LISTED = 500;

/** Changes that the service tells in one line, whose length is bounded. */
export const PAGE = 20_000;

/** Stands for the workspace as it is where a snapshot is asked for. */
export const NOW = 'now';

/** What differs between the snapshots of one workspace, and the workspace as it is. */
export class Differences {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly workspace: string
  ) {}

  /** `now` stands for the workspace as it is; lists at most so many changes. */
  async between(
    from: string,
    to: string,
    limit: number
  ): Promise<SnapshotDiff> {
    if (from === NOW && to === NOW) {
      return { same: 0, total: 0, items: [] };
    }
    if (from === NOW) {
      const found = await this.snapshots.find(to);
      const difference = await this.toNow(found.id, limit);
      return diffOf(difference, filesOf(found), 'after');
    }
    const found = await this.snapshots.find(from);
    if (to === NOW) {
      const difference = await this.toNow(found.id, limit);
      return reversed(diffOf(difference, filesOf(found), 'after'));
    }
    const after = (await this.snapshots.find(to)).id;
    const args = { before: found.id, after };
    const difference = await this.pages('diff', args, limit);
    return diffOf(difference, filesOf(found), 'before');
  }

  /** What opening a snapshot in place would change; of `only` these paths when there are any. */
  async toNow(
    snapshot: string,
    limit: number,
    only: readonly string[] = []
  ): Promise<WireDifference> {
    const target = this.workspace;
    const options = { capture: await captureOptions(target), only };
    return this.pages('preview', { snapshot, target, options }, limit);
  }

  private async pages(
    op: string,
    args: Readonly<Record<string, unknown>>,
    limit: number
  ): Promise<WireDifference> {
    const page = (offset: number) =>
      this.snapshots.ask<WireDifference>(op, {
        ...args,
        plain: true,
        offset,
        limit: Math.min(PAGE, limit - offset)
      });
    const first = await page(0);
    const changes = [...first.changes];
    while (changes.length < Math.min(limit, first.total)) {
      const more = await page(changes.length);
      if (more.changes.length === 0) {
        break; // the workspace has changed meanwhile
      }
      changes.push(...more.changes);
    }
    return { ...first, changes };
  }
}

/** The same difference, seen from the other side. */
function reversed({ same, total, items }: SnapshotDiff): SnapshotDiff {
  const other = { new: 'deleted', deleted: 'new', changed: 'changed' } as const;
  return {
    same,
    total,
    items: items.map(({ path, change, before, after }) => ({
      path,
      change: other[change],
      before: after,
      after: before
    }))
  };
}
