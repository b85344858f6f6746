import type { SnapshotSummary } from '../../../core/api/types';
import { nullIfRefused } from '../../refusal';
import { MANUAL } from '../listing/catalog';
import { captureOptions } from './scope';
import type { Following } from '../service/service';
import type { Snapshots } from '../snapshots';
import type { WireCreated } from '../service/wire';

/** What is said about one that is taken. */
export interface ToTake {
  readonly notebook: string | null;
  readonly message: string;
  /** Whoever begins again, as they have not heard of the end, gives the same. */
  readonly name?: string | undefined;
}

/** Takes a snapshot of the live workspace; one that has the name already is what was wanted. */
export async function take(
  snapshots: Pick<Snapshots, 'ask' | 'summaryOf'>,
  workspace: string,
  { notebook, message, name }: ToTake,
  following: Following
): Promise<SnapshotSummary> {
  if (name !== undefined) {
    const known = await snapshots
      .summaryOf(`${MANUAL}/${name}`)
      .catch(nullIfRefused);
    if (known) {
      return known;
    }
  }
  const named = name === undefined ? {} : { name };
  const described = { bucket: MANUAL, title: message, message, notebook };
  const args = {
    roots: { workspace },
    description: { ...described, ...named },
    options: await captureOptions(workspace)
  };
  const made = await snapshots.ask<WireCreated>('create', args, following);
  return snapshots.summaryOf(made.id);
}
