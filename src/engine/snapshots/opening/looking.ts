import * as fs from 'node:fs/promises';

import type {
  Inspection,
  Snapshot,
  SnapshotDiff
} from '../../../core/api/types';
import * as messages from '../../messages';
import { bringing, diffOf, snapshotOf, summaryOf } from '../listing/catalog';
import { codeOf, isOwn } from './code-kinds';
import { LISTED, PAGE } from '../listing/differences';
import { captureOptions } from '../taking/scope';
import type { Served } from '../service/served';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';
import { wholeOf } from './whole';
import { readState, type StateRecord } from '../variables/state';
import type { WireInspectedUrl, WireInspection } from '../service/wire';

/** What there is to know of a snapshot, wherever it lies. */
export interface Found {
  readonly source: string;
  readonly snapshot: Snapshot;
  readonly record: StateRecord;
  readonly hazards: Pick<WireInspection, 'hazards' | 'moreHazards'>;
  readonly links: Inspection['links'];
  /** With as many changes as tell whether it may be opened over what is here. */
  readonly diff: SnapshotDiff;
  readonly fetch: number;
  /** False when its files would have to be fetched to be shown. */
  readonly isHere: boolean;
}

/** How many links are named. */
export const LINKS = 50;

/** What opening it in a workspace would do. */
export async function inspectionOf(
  url: string,
  found: Found,
  workspace: string,
  served: Served
): Promise<Inspection> {
  const { snapshot, record, hazards, diff } = found;
  const { bavail, bsize } = await fs.statfs(workspace);
  return {
    url,
    source: found.source,
    snapshot,
    isHere: found.isHere,
    fetch: found.fetch,
    free: bavail * bsize,
    folder: served.freeFolder(snapshot, url),
    workspace: served.path(workspace),
    here: {
      ...diff,
      items: diff.items.slice(0, LISTED),
      refused: refusalHere(snapshot, diff)
    },
    code: codeOf(hazards, record, snapshot, found.isHere),
    links: found.links
  };
}

/** Fetches manifest and folders alone; `store` keeps nothing of them. */
export async function lookElsewhere(
  store: Pick<Snapshots, 'ask'>,
  target: string,
  url: string,
  following: Following
): Promise<Found> {
  const options = { capture: await captureOptions(target) };
  const args = { url, target, options, limit: PAGE };
  const look = await store.ask<WireInspectedUrl>('inspectUrl', args, following);
  const { id, remote, manifest, signature, roots, state } = look;
  const wire = { id, url, names: [], manifest };
  const snapshot = snapshotOf(summaryOf(wire, []), wire, signature, {
    state: state && { record: state.record, files: {} }
  });
  const own = readState(state?.record);
  const opened = { id, manifest, signature, record: own };
  const record = await wholeOf(store, opened);
  const [root] = roots;
  const nothing = { same: 0, total: 0, items: [] };
  return {
    source: remote,
    snapshot: bringing(snapshot, record),
    record,
    hazards: root?.inspection ?? { hazards: [], moreHazards: 0 },
    links: (root?.inspection.linksOut ?? [])
      .slice(0, LINKS)
      .map(path => ({ path, target: '' })),
    diff: look.difference
      ? diffOf(look.difference, snapshot.files, 'after')
      : nothing,
    fetch: look.missingBytes,
    isHere: look.local
  };
}

/** How many changes have to be seen to know whether a snapshot may go over what is here. */
export function seenOf(snapshot: Pick<Snapshot, 'signer'>): number {
  return isOwn(snapshot) ? LISTED : Infinity;
}

/** Why a snapshot must not go over the files that are here; null when it may. */
export function refusalHere(
  snapshot: Snapshot,
  { items }: SnapshotDiff
): string | null {
  return isOwn(snapshot) || items.every(({ change }) => change === 'new')
    ? null
    : messages.foreignHere();
}
