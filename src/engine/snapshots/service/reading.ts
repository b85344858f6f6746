import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import type { Store } from '../../store/store';

/** What the snapshot service does without writing into the store. */
const READING = new Set([
  'list',
  'usage',
  'show',
  'signature',
  'state',
  'inspect',
  'files',
  'secrets',
  'read',
  'export',
  'exportState',
  'diff',
  'verify',
  'restore',
  'subscriptions'
]);

/** Refuses what would write into a store in which nothing can be written. */
export function refuseWriting(
  { unwritable, layout }: Pick<Store, 'unwritable' | 'layout'>,
  op: string
): void {
  if (unwritable !== null && !READING.has(op)) {
    throw new Refusal(messages.storeUnusable(layout.home, unwritable));
  }
}
