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

/**
 * Whether another one of `items` was taken outside of runs in the same minute, so that the minute
 * does not tell which is which.
 */
export function isCloseToAnother(
  { id, run, at }: SnapshotSummary,
  items: readonly SnapshotSummary[]
): boolean {
  const minute = minuteOf(at);
  return (
    run === null &&
    items.some(
      other =>
        other.run === null && other.id !== id && minuteOf(other.at) === minute
    )
  );
}

function minuteOf(at: string): string {
  return at.slice(0, '2026-03-04T12:00'.length);
}
