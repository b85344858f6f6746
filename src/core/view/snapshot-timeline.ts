import { FETCHED } from '../api/buckets';
import type { SnapshotSummary } from '../api/types';

/** A snapshot in a timeline, with the older neighbours that hold the same files. */
export interface TimelineRow {
  /** Differs from that of the same snapshot in another part of the list. */
  readonly key: string;
  readonly snapshot: SnapshotSummary;
  /** Folded away; newest first. */
  readonly same: readonly SnapshotSummary[];
}

/** Snapshots of one run, or those that were taken between two runs. */
export interface TimelineGroup {
  readonly key: string;
  /** Id of the run; `null` for what was taken outside of runs. */
  readonly run: string | null;
  readonly number: number | null;
  /** When the run began; outside of runs, when the newest was taken. RFC 3339. */
  readonly at: string;
  /** Newest first. */
  readonly rows: readonly TimelineRow[];
}

export interface Timeline {
  /** Newest first. */
  readonly groups: readonly TimelineGroup[];
  /** Those with a name under which they are never pruned. */
  readonly kept: readonly TimelineRow[];
  /** Those of which another place has a copy. */
  readonly published: readonly TimelineRow[];
  /** Those that were made elsewhere, perhaps by somebody else. */
  readonly fetched: readonly TimelineRow[];
}

/**
 * Snapshots as a list shows them. `all` are newest first; those of one run stand together
 * where its newest stands, even when others were taken while it went on.
 */
export function timelineOf(all: readonly SnapshotSummary[]): Timeline {
  const items = all.filter(({ bucket }) => bucket !== FETCHED);
  const groups = new Map<string, SnapshotSummary[]>();
  let alone = '';
  for (const item of items) {
    alone = item.run === null ? alone || `alone ${item.id}` : '';
    const key = item.run ?? alone;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return {
    groups: [...groups].flatMap(([key, members]) => groupOf(key, members)),
    fetched: rowsIn(
      'fetched',
      all.filter(({ bucket }) => bucket === FETCHED)
    ),
    kept: rowsIn(
      'kept',
      items.filter(({ kept }) => kept !== null)
    ),
    published: rowsIn(
      'published',
      items.filter(({ published }) => published.length > 0)
    )
  };
}

/**
 * Key of the row that shows what `key` showed before the list was read again: what is done with
 * a snapshot may take it out of a fold, or into another group.
 */
export function sameRow(
  { groups, kept, published, fetched }: Timeline,
  key: string
): string {
  const rows = [
    ...groups.flatMap(group => group.rows),
    kept,
    published,
    fetched
  ]
    .flat()
    .flatMap(row => [row.key, ...row.same.map(({ id }) => `${row.key} ${id}`)]);
  const id = key.slice(key.lastIndexOf(' ') + 1);
  return rows.includes(key)
    ? key
    : (rows.find(row => row.endsWith(` ${id}`)) ?? key);
}

function groupOf(
  key: string,
  members: readonly SnapshotSummary[]
): readonly TimelineGroup[] {
  const [newest] = members;
  const oldest = members.at(-1);
  return newest && oldest
    ? [
        {
          key,
          run: oldest.run,
          number: oldest.runNumber,
          at: oldest.run === null ? newest.at : oldest.at,
          rows: foldEqual(key, members)
        }
      ]
    : [];
}

/** Neighbours with equal files become one row, which stands for the newest of them. */
function foldEqual(
  key: string,
  members: readonly SnapshotSummary[]
): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const snapshot of members) {
    const last = rows.at(-1);
    if (last && last.snapshot.tree === snapshot.tree && !isMarked(snapshot)) {
      rows[rows.length - 1] = { ...last, same: [...last.same, snapshot] };
    } else {
      rows.push({ key: `${key} ${snapshot.id}`, snapshot, same: [] });
    }
  }
  return rows;
}

/** Somebody did something with it, so it stays in sight. */
function isMarked({ kind, kept, published }: SnapshotSummary): boolean {
  return kind !== 'run' || kept !== null || published.length > 0;
}

function rowsIn(
  part: string,
  items: readonly SnapshotSummary[]
): readonly TimelineRow[] {
  return items.map(snapshot => ({
    key: `${part} ${snapshot.id}`,
    snapshot,
    same: []
  }));
}
