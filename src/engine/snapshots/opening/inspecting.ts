import type { Inspection } from '../../../core/api/types';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { bringing } from '../listing/catalog';
import {
  type Found,
  inspectionOf,
  LINKS,
  lookElsewhere,
  seenOf
} from './looking';
import { isLink, type Served } from '../service/served';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';
import { storedWhole } from './whole';
import type { WireInspection } from '../service/wire';

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
      ? await lookElsewhere(this.snapshots, this.workspace, url, following)
      : await this.stored(url);
    return inspectionOf(url, found, this.workspace, this.served);
  }

  private async stored(url: string): Promise<Found> {
    const { snapshots } = this;
    const snapshot = await snapshots.get(url);
    const { id } = snapshot;
    const args = { snapshot: id };
    const look = await snapshots.ask<WireInspection>('inspect', args);
    const record = await storedWhole(snapshots, id);
    return {
      source: messages.thisWorkspace(),
      snapshot: bringing(snapshot, record),
      record,
      hazards: look,
      links: await this.linksOf(id, look.linksOut),
      // What is here cannot be looked at without notes of what was seen.
      diff: snapshots.isReadOnly
        ? { same: 0, total: 0, items: [] }
        : await snapshots.diff('now', id, seenOf(snapshot)),
      fetch: 0,
      isHere: true
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
  if (!/sha256:[0-9a-f]{64}(?![0-9a-zA-Z])/.test(url)) {
    throw new Refusal(whyNot(url));
  }
  return url;
}

function whyNot(url: string): ReturnType<typeof messages.noDigest> {
  if (/sha256:/.test(url)) {
    return messages.badDigest(url);
  }
  return /^snap[:+]/.test(url) ? messages.noDigest(url) : messages.noLink(url);
}
