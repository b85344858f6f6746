import type { ISharedNotebook } from '@jupyter/ydoc';
import type { PartialJSONObject } from '@lumino/coreutils';

import { learnedOfRun } from '../../core/api/learned';
import type { RunStep } from '../../core/api/types';
import type { Json } from '../../core/immutable';
import { METADATA_KEY, withLearned } from '../../core/notebook';

/** True when all that a run has seen its cells change is noted in the notebook. */
export function isNoted(
  notebook: ISharedNotebook,
  steps: readonly Pick<RunStep, 'error'>[]
): boolean {
  const known = notebook.getMetadata() as Readonly<Record<string, Json>>;
  return withLearned(known, learnedOfRun(steps)) === null;
}

/**
 * Notes in the notebook what a run has seen its cells change, as one change: the next analysis knows
 * it. Returns false when there is nothing new to note.
 */
export function noteChanges(
  notebook: ISharedNotebook,
  steps: readonly Pick<RunStep, 'error'>[]
): boolean {
  const known = notebook.getMetadata() as Readonly<Record<string, Json>>;
  const own = withLearned(known, learnedOfRun(steps));
  if (own === null) {
    return false;
  }
  notebook.transact(() => {
    notebook.setMetadata(METADATA_KEY, own as PartialJSONObject);
  });
  return true;
}
