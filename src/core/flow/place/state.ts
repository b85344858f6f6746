import { isCarried, type CarriedState } from '../library/state';
import type { Needs } from '../live/sharing';
import { isOrdering } from '../order/reasons';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import type { StepName } from '../../notebook/types';
import type { StateRead, StepState } from '../types';

/** Most steps take nothing over and leave nothing. */
export const NO_STATE: StepState = { reads: [], writes: [] };

/** What each of these steps takes over of the process of another, and leaves for others. */
export function findStates(
  w: World,
  real: readonly Needs[]
): ReadonlyMap<StepName, StepState> {
  const writes = new Map<StepName, Set<CarriedState>>();
  const reads = real.map(({ step }) => readsOf(w, step));
  for (const { key, from } of reads.flat()) {
    writes.set(from, (writes.get(from) ?? new Set()).add(key));
  }
  return new Map(
    real.map(({ step: { name } }, i) => {
      const own = reads[i] ?? [];
      const left = [...(writes.get(name) ?? [])].sort();
      const isNone = own.length + left.length === 0;
      return [name, isNone ? NO_STATE : { reads: own, writes: left }];
    })
  );
}

function readsOf(w: World, step: StepRecord): StateRead[] {
  const reads: StateRead[] = [];
  for (const access of step.states.values()) {
    const { key, from } = access;
    if (isOrdering(access, step.index) && isCarried(key)) {
      reads.push({ key, from: w.steps[from]?.name ?? '' });
    }
  }
  return reads.sort((a, b) => (a.key < b.key ? -1 : 1));
}
