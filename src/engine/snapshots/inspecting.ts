import * as fs from 'node:fs/promises';

import type { Inspection, Snapshot, SnapshotDiff } from '../../core/api/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import { diffOf, snapshotOf, summaryOf } from './catalog';
import { codeOf, isOwn } from './code-kinds';
import { captureOptions } from './scope';
import type { Served } from './served';
import type { Following } from './service';
import { LISTED } from './differences';
import type { Snapshots } from './snapshots';
import { readState, type StateRecord } from './state';
import type { WireInspectedUrl, WireInspection, WireState } from './wire';

/** What there is to know of a snapshot, wherever it lies. */
interface Found {
  readonly source: string;
  readonly snapshot: Snapshot;
  readonly record: StateRecord;
  readonly hazards: Pick<WireInspection, 'hazards' | 'moreHazards'>;
  readonly links: Inspection['links'];
  readonly diff: SnapshotDiff;
  readonly fetch: number;
  /** False when its files would have to be fetched to be shown. */
  readonly isHere: boolean;
}

const LINKS = 50;

/** Says what opening a snapshot would do. Nothing of a workspace is written to learn it. */
export class Inspecting {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly workspace: string,
    private readonly served: Served
  ) {}

  /** Of one that lies elsewhere only the manifest and the folders are fetched. */
  async inspect(url: string, following: Following): Promise<Inspection> {
    const found = isLink(checked(url))
      ? await this.elsewhere(url, following)
      : await this.stored(url);
    const { snapshot, record, hazards, diff } = found;
    const { bavail, bsize } = await fs.statfs(this.workspace);
    return {
      url,
      source: found.source,
      snapshot,
      isHere: found.isHere,
      fetch: found.fetch,
      free: bavail * bsize,
      folder: this.served.freeFolder(snapshot),
      workspace: this.served.path(this.workspace),
      here: { ...diff, refused: refusalHere(snapshot, diff) },
      code: codeOf(hazards, record, snapshot, found.isHere),
      links: found.links
    };
  }

  private async stored(url: string): Promise<Found> {
    const { snapshots } = this;
    const snapshot = await snapshots.get(url);
    const { id } = snapshot;
    const args = { snapshot: id };
    const look = await snapshots.ask<WireInspection>('inspect', args);
    const { state } = await snapshots.ask<WireState>('state', args);
    return {
      source: messages.thisWorkspace(),
      snapshot,
      record: readState(state?.record),
      hazards: look,
      links: await this.linksOf(id, look.linksOut),
      diff: await snapshots.diff('now', id),
      fetch: 0,
      isHere: true
    };
  }

  private async elsewhere(url: string, following: Following): Promise<Found> {
    const target = this.workspace;
    const options = { capture: await captureOptions(target) };
    const args = { url, target, options, limit: LISTED };
    const look = await this.snapshots.ask<WireInspectedUrl>(
      'inspectUrl',
      args,
      following
    );
    const { id, remote, manifest, signature, roots, state } = look;
    const wire = { id, url, names: [], manifest };
    const snapshot = snapshotOf(summaryOf(wire, []), wire, signature, {
      state: state && { record: state.record, files: {} }
    });
    const [root] = roots;
    const nothing = { same: 0, total: 0, items: [] };
    return {
      source: remote,
      snapshot,
      record: readState(state?.record),
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

  private async linksOf(
    snapshot: string,
    paths: readonly string[]
  ): Promise<Inspection['links']> {
    type Row = {
      readonly path: string;
      readonly entry: { readonly target: string | null };
    };
    const found = [];
    for (const path of paths.slice(0, LINKS)) {
      const { files } = await this.snapshots.ask<{ files: readonly Row[] }>(
        'files',
        { snapshot, path, limit: 1 }
      );
      found.push({ path, target: files[0]?.entry.target ?? '' });
    }
    return found;
  }
}

/** A URL, or the digest, of a snapshot; refuses what cannot be checked. */
export function checked(url: string): string {
  if (!/sha256:[0-9a-f]{64}/.test(url)) {
    throw new Refusal(messages.noDigest(url));
  }
  return url;
}

/** True for a URL that says where else the snapshot lies. */
export function isLink(url: string): boolean {
  return url.startsWith('snap+');
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
