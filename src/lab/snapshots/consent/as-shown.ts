import { PathExt } from '@jupyterlab/coreutils';

import type { FileChange, Inspection } from '../../../core/api/types';
import { asProblem } from '../operation/operating-model';
import { CHANGED, type IConsentState, REFUSED } from './consent-state';

/** What there is to agree to anew, and why; nothing where it is still what was shown. */
export function changedSince(
  state: IConsentState,
  now: Inspection,
  unsaved: readonly string[]
): Partial<IConsentState> {
  const { refused, items } = now.here;
  if (refused !== null) {
    return { problem: asProblem({ code: REFUSED, detail: refused }) };
  }
  if (state.inspection && isAsShown(state.inspection, now, state.unsaved)) {
    return {};
  }
  const kept = items.filter(({ path }) => state.keep.has(path));
  return {
    inspection: now,
    keep: new Set(kept.map(({ path }) => path)),
    unsaved,
    problem: asProblem({ code: CHANGED, detail: '' })
  };
}

/**
 * Whether opening over the workspace still does to its files what a list said. Documents that were
 * named as unsaved may differ, as they were saved since; their paths are relative to what is served.
 */
export function isAsShown(
  shown: Inspection,
  now: Inspection,
  unsaved: readonly string[]
): boolean {
  const saved = new Set(unsaved);
  const listed = ({ workspace, here }: Inspection): string => {
    const others = here.items.filter(
      ({ path }) => !saved.has(PathExt.join(workspace, path))
    );
    const left = here.total - (here.items.length - others.length);
    return JSON.stringify([left, ...others.map(lineOf)]);
  };
  return listed(shown) === listed(now);
}

function lineOf({ path, change, before, after }: FileChange): string {
  return JSON.stringify([path, change, before, after]);
}
