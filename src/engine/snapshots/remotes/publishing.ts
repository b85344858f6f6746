import type { SnapshotSecrets, Withdrawn } from '../../../core/api/types';
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

/** Takes back what was published, and forgets that its copy is there. */
export async function withdraw(
  snapshots: Pick<Snapshots, 'ask'>,
  store: Pick<Store, 'writer' | 'first'>,
  args: { readonly snapshot: string; readonly remote: string },
  following: Following
): Promise<Withdrawn> {
  const done = await snapshots.ask<Withdrawn>('withdraw', args, following);
  const row = store.first<{ published: string }>(PUBLISHED, done.id);
  const known = row ? (JSON.parse(row.published) as string[]) : [];
  if (known.includes(done.url)) {
    const left = known.filter(url => url !== done.url);
    await store.writer.write([
      {
        sql: 'UPDATE snapshot SET published = ? WHERE id = ?',
        values: [JSON.stringify(left), done.id]
      }
    ]);
  }
  return done;
}

/** Where copies of a snapshot are. */
export const PUBLISHED = 'SELECT published FROM snapshot WHERE id = ?';

function refuseSecrets({ paths, more }: SnapshotSecrets): void {
  if (paths.length > 0) {
    throw new Refusal(messages.holdsSecrets(paths, more));
  }
}
