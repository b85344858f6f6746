import type { TranslationBundle } from '@jupyterlab/translation';

import type { Inspection, SnapshotSummary } from '../../../core/api/types';
import {
  codeWords,
  contentWords,
  momentWords,
  signerWords,
  timeWords,
  whichWords
} from '../words';

/** Asks whether a snapshot is opened in place; a safety snapshot is the way back to its time. */
export function openHereWords(
  snapshot: SnapshotSummary,
  trans: TranslationBundle
): string {
  return snapshot.kind === 'safety'
    ? trans.__('Go back to %1?', timeWords(snapshot.at))
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

/** Whose snapshot it is, and what it holds. */
export function heldWords(
  { snapshot }: Inspection,
  trans: TranslationBundle
): string {
  const { signer } = snapshot;
  return trans.__(
    '%1 · %2',
    signerWords(signer.state, trans),
    contentWords(snapshot, trans)
  );
}

/** What of it could run code, each kind with how much of it there is. */
export function couldRunWords(
  { code, snapshot: { state } }: Inspection,
  trans: TranslationBundle
): string {
  const kinds = [...new Set(code.map(({ kind }) => kind))].map(kind => {
    // What on the page is a switch, here is what came with it.
    const words =
      kind === 'notebook'
        ? trans.__('The notebook’s output')
        : codeWords(kind, trans);
    const items = code.filter(item => item.kind === kind);
    const files = items.filter(({ path }) => path !== null).length;
    if (kind === 'variables') {
      const objects = state.filter(({ tier }) => tier !== 'safe').length;
      return trans.__('%1 (%2 of %3)', words, objects, state.length);
    }
    const count =
      kind === 'cells' ? items.map(({ detail }) => detail).join(', ') : files;
    return count === 0 ? words : trans.__('%1 (%2)', words, count);
  });
  return kinds.length === 0
    ? trans.__('What could run code: nothing that Kalette knows of')
    : trans.__('What could run code: %1', kinds.join(' · '));
}
