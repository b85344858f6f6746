import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type {
  Page,
  Recovery,
  RecoveryChoice,
  Snapshot,
  SnapshotDiff,
  SnapshotFolder,
  SnapshotSecrets,
  SnapshotSummary,
  SnapshotUsage,
  Withdrawn
} from '../../core/api/types';
import { nullIfRefused } from '../refusal';
import type { Store } from '../store/store';
import { APPLIED, KEPT, snapshotOf, summaryOf } from './listing/catalog';
import { Differences, LISTED, NOW } from './listing/differences';
import { type FolderPage, listFolder } from './listing/folder';
import { Interruptions, recoveryOf } from './opening/interruptions';
import { nameOf, refuseKept, refuseName } from './listing/names';
import {
  publish,
  PUBLISHED,
  type PublishTo,
  withdraw
} from './remotes/publishing';
import { fileIn } from './of-runs/run-file';
import { refuseWriting } from './service/reading';
import type { Following, SnapshotService } from './service/service';
import { take, type ToTake } from './taking/taking';
import { plainUrl } from './listing/whereabouts';
import type {
  WireOpened,
  WireRecovered,
  WireSignature,
  WireSnapshot,
  WireState
} from './service/wire';

/** Room for snapshots before old ones are pruned, in bytes. */
export const ROOM = 10e9;

/** The snapshots of one workspace. */
export class Snapshots {
  constructor(
    private readonly service: SnapshotService,
    private readonly store: Store,
    private readonly interruptions = new Interruptions()
  ) {}

  /** Opens the store now if a restore was interrupted in it, so that it is put right. */
  async putRight(): Promise<readonly Recovery[]> {
    const marks = join(this.store.layout.snapshots, 'restores');
    const names = await readdir(marks).catch(() => []);
    if (!names.some(name => name.endsWith('.json'))) {
      return [];
    }
    await this.open();
    return this.recoveries();
  }

  /** Puts interrupted restores right as the user wants, after a snapshot of what is there. */
  async recover(
    choice: RecoveryChoice,
    following: Following
  ): Promise<readonly Recovery[]> {
    const args = { choice };
    const { recovered } = await this.ask<WireOpened>(
      'recover',
      args,
      following
    );
    this.interruptions.decide(recovered);
    return this.recoveriesOf(recovered);
  }

  /** A folder was brought to a snapshot to its end: what was cut short in it before is over. */
  settle(folder: string): void {
    this.interruptions.settle(folder);
  }

  /** Newest first; `notebook` is a path in the workspace, null asks for all. */
  async list(query: {
    readonly notebook: string | null;
    readonly limit: number;
    readonly next: string | null;
  }): Promise<Page<SnapshotSummary>> {
    const { notebook, limit, next } = query;
    const { snapshots, more } = await this.ask<{
      snapshots: readonly WireSnapshot[];
      more: boolean;
    }>('list', { notebook, limit, before: next });
    const items = snapshots
      .filter(({ manifest }) => manifest.bucket !== APPLIED)
      .map(one => this.summary(one));
    const last = snapshots.at(-1);
    return { items, next: more && last ? last.id : null };
  }

  async usage(): Promise<SnapshotUsage> {
    const { bytes, snapshots, unreadable } = await this.ask<{
      bytes: number;
      snapshots: number;
      unreadable: readonly string[];
    }>('usage', {});
    if (this.interruptions.isOpen) {
      await this.open();
    }
    const recovered = await this.recoveries();
    return { bytes, limit: ROOM, count: snapshots, unreadable, recovered };
  }

  /** `wanted`: an id, the beginning of one, a name or a URL of this store. */
  async get(wanted: string): Promise<Snapshot> {
    const found = await this.find(wanted);
    const snapshot = found.id;
    const [signature, state] = await Promise.all([
      this.ask<WireSignature>('signature', { snapshot }),
      this.ask<WireState>('state', { snapshot })
    ]);
    return snapshotOf(this.summary(found), found, signature, state);
  }

  /** The row of a timeline that a snapshot is. */
  async summaryOf(wanted: string): Promise<SnapshotSummary> {
    return this.summary(await this.find(wanted));
  }

  find(wanted: string): Promise<WireSnapshot> {
    return this.ask<WireSnapshot>('show', { snapshot: this.plain(wanted) });
  }

  /** `now` stands for the workspace as it is; lists at most so many changes. */
  diff(from: string, to: string, limit = LISTED): Promise<SnapshotDiff> {
    return this.differences().between(from, to, limit);
  }

  differences(): Differences {
    return new Differences(this, this.store.layout.workspace);
  }

  /** One file as it was; `now` stands for the workspace as it is. */
  async file(wanted: string, path: string): Promise<Buffer> {
    if (wanted === NOW) {
      return fileIn(this.store.layout.workspace, path);
    }
    const snapshot = this.plain(wanted);
    const { content } = await this.ask<{ content: string }>('read', {
      snapshot,
      path
    });
    return Buffer.from(content, 'base64');
  }

  /** What a folder of it holds. */
  folder(wanted: string, page: FolderPage): Promise<SnapshotFolder> {
    return listFolder(this, this.plain(wanted), page);
  }

  /** Takes one of the live workspace. */
  create(wanted: ToTake, following: Following): Promise<SnapshotSummary> {
    return take(this, this.store.layout.workspace, wanted, following);
  }

  /** Gives a snapshot a name under which it is not pruned; null takes that back. */
  async keep(wanted: string, name: string | null): Promise<Snapshot> {
    const found = this.summary(await this.find(wanted));
    if (name !== null) {
      await refuseName(this, found, name);
      await this.ask('tag', { snapshot: found.id, name, bucket: KEPT });
    } else {
      const kept = nameOf(found);
      await this.ask('untag', { name: kept, bucket: KEPT });
    }
    return this.get(found.id);
  }

  /** Takes a snapshot that nothing keeps off the list; a prune gives its room back. */
  async remove(wanted: string): Promise<void> {
    // One that cannot be read any more has to go all the same.
    const found = await this.find(wanted).catch(nullIfRefused);
    if (found !== null) {
      refuseKept(this.summary(found));
    }
    await this.ask('forget', { snapshot: this.plain(wanted) });
  }

  /** What of it looks like a secret, and was taken along all the same. */
  secrets(wanted: string): Promise<SnapshotSecrets> {
    return this.ask('secrets', { snapshot: this.plain(wanted) });
  }

  /** Copies a snapshot, with all that it needs, to a remote. */
  publish(
    wanted: string,
    to: PublishTo,
    following: Following
  ): Promise<{ readonly url: string }> {
    return publish(this, this.store.writer, wanted, to, following);
  }

  /** Takes back what was published; the snapshot need not be here any more. */
  withdraw(
    snapshot: string,
    remote: string,
    following: Following
  ): Promise<Withdrawn> {
    return withdraw(this, this.store, { snapshot, remote }, following);
  }

  /** Reads everything; what is bad does not count from then on, and is stored anew. */
  verify(following: Following): Promise<unknown> {
    return this.ask('verify', { quarantine: !this.isReadOnly }, following);
  }

  /** What is named stays, and of the rest what the policy lets stay. */
  prune(
    { keepLast, maxBytes = ROOM, dryRun = false }: PrunePolicy,
    following: Following
  ): Promise<unknown> {
    const count = keepLast === undefined ? {} : { keepLast };
    const policy = { ...count, maxBytes, dryRun };
    return this.ask('prune', { policy }, following);
  }

  private plain(wanted: string): string {
    return plainUrl(wanted, this.store.layout.workspace);
  }

  /** A request about this store, which is there afterwards. */
  async ask<T>(
    op: string,
    args: Readonly<Record<string, unknown>>,
    following: Following = {}
  ): Promise<T> {
    refuseWriting(this.store, op);
    // What waits for the user is looked at when somebody asks for it: each look walks the folder.
    const store = this.interruptions.isOpen
      ? this.store.layout.snapshots
      : await this.open();
    return this.service.ask<T>(op, { store, ...args }, following);
  }

  /** True when nothing can be written here; then what writes is refused. */
  get isReadOnly(): boolean {
    return this.store.unwritable !== null;
  }

  private async open(): Promise<string> {
    const store = this.store.layout.snapshots;
    const args = { store, recover: !this.isReadOnly };
    const opened = await this.service.ask<WireOpened>('open', args);
    this.interruptions.note(opened.recovered);
    return store;
  }

  private recoveries(): Promise<readonly Recovery[]> {
    return this.recoveriesOf(this.interruptions.all);
  }

  private recoveriesOf(
    found: readonly WireRecovered[]
  ): Promise<readonly Recovery[]> {
    const url = async (id: string | null) => id && (await this.find(id)).url;
    const one = async (item: WireRecovered) =>
      recoveryOf(item, {
        safety: await url(item.safety),
        meanwhile: await url(item.meanwhile)
      });
    return Promise.all(found.map(one));
  }

  private summary(found: WireSnapshot): SnapshotSummary {
    const row = this.store.first<{ published: string }>(PUBLISHED, found.id);
    return summaryOf(found, row ? JSON.parse(row.published) : []);
  }
}

/** What stays when a store is pruned; the default is the store's own. */
export interface PrunePolicy {
  readonly keepLast?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly dryRun?: boolean | undefined;
}
