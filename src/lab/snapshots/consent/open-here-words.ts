import type { TranslationBundle } from '@jupyterlab/translation';

import type { SnapshotSummary } from '../../../core/api/types';
import { momentWords, timeWords, whichWords } from '../words';

/** Asks whether a snapshot is opened in place; a safety snapshot is the way back to its time. */
export function openHereWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle
): string {
  return snapshot.kind === 'safety'
    ? trans.__('Return to %1?', timeWords(snapshot.at))
    : trans.__('Open “%1” here?', momentWords(snapshot, trans));
}

/** What becomes of the workspace then; `opened` is what a safety snapshot was taken before. */
export function backWords(
  snapshot: SnapshotSummary,
  opened: SnapshotSummary | null,
  trans: TranslationBundle
): string {
  const which = whichWords(snapshot, trans, opened ? [opened] : []);
  return snapshot.kind === 'safety'
    ? trans.__(
        'Your workspace goes back to %1, %2.',
        timeWords(snapshot.at),
        which
      )
    : trans.__('Your workspace goes back to %1.', which);
}
