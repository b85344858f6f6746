import { isCarried, type CarriedState } from '../library/state';
import type { Needs } from '../live/sharing';
import { isOrdering } from '../order/reasons';
import type { StepRecord, World } from '../replay/world';
import type { StateRead, StepState } from '../types';

/** The process state that a step takes over, and what it leaves for others among `real`. */
export function stateOf(
  w: World,
  step: StepRecord,
  real: readonly Needs[]
): StepState {
  const writes = new Set<CarriedState>();
  for (const other of real) {
    for (const { key, from } of readsOf(w, other.step)) {
      if (from === step.name) {
        writes.add(key);
      }
    }
  }
  return { reads: readsOf(w, step), writes: [...writes].sort() };
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
