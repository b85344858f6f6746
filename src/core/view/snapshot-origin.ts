import { FETCHED } from '../api/buckets';
import type { SnapshotSummary } from '../api/types';

/** The snapshot that was opened when a safety snapshot was taken, if it is among these. */
export function openedAfter(
  { opened }: SnapshotSummary,
  items: readonly SnapshotSummary[]
): SnapshotSummary | null {
  return opened === null
    ? null
    : (items.find(({ id }) => id.startsWith(`sha256:${opened}`)) ?? null);
}

/**
 * The snapshot that the workspace is one step away from: the one that was opened in it last, or
 * the newest that was taken of it; `items` are newest first. What was only fetched is no state of it.
 */
export function latestHere(
  items: readonly SnapshotSummary[]
): SnapshotSummary | null {
  const newest = items.find(({ bucket }) => bucket !== FETCHED);
  return newest ? (openedAfter(newest, items) ?? newest) : null;
}
