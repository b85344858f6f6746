import type { Name } from '../../python/facts/types';
import type { Needs } from '../live/sharing';
import type { StateAccess } from '../replay/records';
import type { World } from '../replay/world';
import { fileArrows, type FileArrow } from './file-order';

// Far more than anybody has.
const MOST_STEPS = 2 ** 20;

/** Why the code makes a step wait for another. */
export interface Reason {
  readonly from: number;
  readonly to: number;
  /** Variables handed on, in order of their first use. */
  readonly variables: Name[];
  readonly states: StateAccess[];
  readonly files: FileArrow[];
}

/** All pairs of steps of which the code orders one behind the other, by `pairKey`. */
export function findReasons(
  w: World,
  needs: readonly Needs[]
): ReadonlyMap<number, Reason> {
  const reasons = new Map<number, Reason>();
  const between = (from: number, to: number): Reason => {
    const key = pairKey(from, to);
    const known = reasons.get(key);
    if (known) {
      return known;
    }
    const made = { from, to, variables: [], states: [], files: [] };
    reasons.set(key, made);
    return made;
  };
  for (const { step, receives } of needs) {
    for (const [name, { from }] of receives) {
      between(from, step.index).variables.push(name);
    }
    for (const access of step.states.values()) {
      if (isOrdering(access, step.index)) {
        between(access.from, step.index).states.push(access);
      }
    }
  }
  for (const arrow of fileArrows(w.files)) {
    if (arrow.from < arrow.to) {
      between(arrow.from, arrow.to).files.push(arrow);
    }
  }
  return reasons;
}

export function pairKey(from: number, to: number): number {
  return from * MOST_STEPS + to;
}

/** Random numbers that nobody seeded differ from run to run: their order does not matter. */
export function isOrdering(
  { from, seed, key }: StateAccess,
  to: number
): boolean {
  // What is gone at the end of a step gives nothing to wait for.
  const isGone = key === 'fig:current';
  const isUnseeded = key.startsWith('rng:') && seed === null;
  return from < to && !isUnseeded && !isGone;
}
