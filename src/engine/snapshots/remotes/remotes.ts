import { isAbsolute, join } from 'node:path';

import type {
  Polled,
  SnapshotSummary,
  Subscription
} from '../../../core/api/types';
import { FETCHED } from '../../../core/api/buckets';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { checked } from '../opening/inspecting';
import { hexOfKey } from '../listing/keys';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';

/** A remote as clients name it: a folder's path begins at the one that is served. */
export function remoteFrom(root: string, named: string): string {
  const isWhole = named.includes('://') || /^~|^$/.test(named);
  return isWhole || isAbsolute(named) ? named : join(root, named);
}

/** Snapshots that lie elsewhere, as one workspace knows them. */
export class Remotes {
  constructor(private readonly snapshots: Snapshots) {}

  /** Gets what is missing of a snapshot; an interrupted fetch goes on where it was. */
  async fetch(url: string, following: Following): Promise<SnapshotSummary> {
    const args = { url: checked(url), bucket: FETCHED };
    const { id } = await this.snapshots.ask<{ readonly id: string }>(
      'fetch',
      args,
      following
    );
    return this.snapshots.summaryOf(id);
  }

  /** The key that signs the bucket's list now is expected from then on. */
  async subscribe(
    remote: string,
    bucket: string,
    following: Following
  ): Promise<Subscription> {
    const args = { remote, bucket };
    return viewOf(await this.snapshots.ask('subscribe', args, following));
  }

  async unsubscribe(remote: string, bucket: string): Promise<void> {
    const { done } = await this.snapshots.ask<{ readonly done: boolean }>(
      'unsubscribe',
      { remote, bucket }
    );
    if (!done) {
      throw new Refusal(messages.notFollowed(remote, bucket));
    }
  }

  /** As they were last seen; no remote is asked. */
  async subscriptions(): Promise<readonly Subscription[]> {
    const { subscriptions } = await this.snapshots.ask<{
      readonly subscriptions: readonly WireSubscription[];
    }>('subscriptions', {});
    return subscriptions.map(viewOf);
  }

  /** Looks at all of them again; one that fails does not keep from looking at the others. */
  async poll(following: Following): Promise<readonly Polled[]> {
    const { polled } = await this.snapshots.ask<{
      readonly polled: readonly WirePolled[];
    }>('poll', {}, following);
    return polled.map(({ subscription, added, removed, problem }) => ({
      subscription: viewOf(subscription),
      added,
      removed,
      problem
    }));
  }
}

interface WireSubscription {
  readonly remote: string;
  readonly bucket: string;
  readonly key: string;
  readonly trust: string;
  readonly refs: readonly {
    readonly name: string;
    readonly id: string;
    readonly url: string;
    readonly local: boolean;
  }[];
}

interface WirePolled {
  readonly subscription: WireSubscription;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly problem: string | null;
}

function viewOf({
  remote,
  bucket,
  key,
  trust,
  refs
}: WireSubscription): Subscription {
  return {
    remote,
    bucket,
    key: hexOfKey(key),
    trust: trust === 'own' || trust === 'trusted' ? trust : 'unknown',
    snapshots: refs.map(({ name, id, url, local }) => ({
      name,
      id,
      url,
      isHere: local
    }))
  };
}
