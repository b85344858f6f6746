import type { SnapshotSecrets } from '../../../core/api/types';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import type { Store } from '../../store/store';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';

/** Where a snapshot is copied to, and what may go along. */
export interface PublishTo {
  readonly remote: string;
  readonly withSecrets: boolean;
}

/**
 * Copies a snapshot, and notes where its copy is. What was sent cannot be taken back, so what looks
 * like a secret needs a word of its own.
 */
export async function publish(
  snapshots: Pick<Snapshots, 'ask' | 'secrets' | 'summaryOf'>,
  writer: Store['writer'],
  wanted: string,
  { remote, withSecrets }: PublishTo,
  following: Following
): Promise<{ readonly url: string }> {
  const { id, published } = await snapshots.summaryOf(wanted);
  if (!withSecrets) {
    refuseSecrets(await snapshots.secrets(id));
  }
  const args = { snapshot: id, remote };
  const { url } = await snapshots.ask<{ url: string }>(
    'publish',
    args,
    following
  );
  const others = published.filter(place => place !== url);
  await writer.write([
    {
      sql: `INSERT INTO snapshot(id, published) VALUES (?, ?)
            ON CONFLICT(id) DO UPDATE SET published = excluded.published`,
      values: [id, JSON.stringify([...others, url])]
    }
  ]);
  return { url };
}

function refuseSecrets({ paths, more }: SnapshotSecrets): void {
  if (paths.length > 0) {
    throw new Refusal(messages.holdsSecrets(paths, more));
  }
}
