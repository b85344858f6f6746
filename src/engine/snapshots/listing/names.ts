import type { SnapshotSummary } from '../../../core/api/types';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { KEPT } from './catalog';
import { NOW } from './differences';
import type { Snapshots } from '../snapshots';
import type { WireSnapshot } from '../service/wire';

/**
 * Refuses to keep a snapshot under a name that commands take for something else, or that another
 * one has, and to take the name that it has from it: under that it is relied on.
 */
export async function refuseName(
  snapshots: Pick<Snapshots, 'ask'>,
  { id, kept }: Pick<SnapshotSummary, 'id' | 'kept'>,
  name: string
): Promise<void> {
  if (name === NOW) {
    throw new Refusal(messages.nameMeansNow(name));
  }
  if (kept !== null && kept !== name) {
    throw new Refusal(messages.keptAlready(id, kept));
  }
  const holder = await holderOf(snapshots, name);
  if (holder !== null && holder !== id) {
    throw new Refusal(messages.nameTaken(name, holder));
  }
}

/** The name under which one is kept; refuses one that has none. */
export function nameOf({
  id,
  kept
}: Pick<SnapshotSummary, 'id' | 'kept'>): string {
  if (kept === null) {
    throw new Refusal(messages.notKept(id));
  }
  return kept;
}

/** Refuses to remove what a name keeps. */
export function refuseKept({
  id,
  kept
}: Pick<SnapshotSummary, 'id' | 'kept'>): void {
  if (kept !== null) {
    throw new Refusal(messages.keptFromRemoval(id, kept));
  }
}

async function holderOf(
  snapshots: Pick<Snapshots, 'ask'>,
  name: string
): Promise<string | null> {
  const snapshot = `${KEPT}/${name}`;
  try {
    return (await snapshots.ask<WireSnapshot>('show', { snapshot })).id;
  } catch (reason) {
    if (reason instanceof Refusal) {
      return null; // nobody has it, or nobody who can still be read
    }
    throw reason;
  }
}
