import type { StepName } from '../notebook/types';
import type { Hue } from './types';

const HUES: readonly Hue[] = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Colours of steps: a name keeps its colour while it lives, a new one gets the first that
 * no living name has, in notebook order.
 */
export function assignHues(
  names: readonly StepName[],
  before: ReadonlyMap<StepName, Hue> = new Map()
): ReadonlyMap<StepName, Hue> {
  const hues = new Map<StepName, Hue>();
  for (const name of names) {
    const kept = before.get(name);
    if (kept !== undefined) {
      hues.set(name, kept);
    }
  }
  const used = new Set(hues.values());
  for (const [place, name] of names.entries()) {
    if (hues.has(name)) {
      continue;
    }
    const hue =
      HUES.find(candidate => !used.has(candidate)) ??
      HUES[place % HUES.length] ??
      1;
    used.add(hue);
    hues.set(name, hue);
  }
  return hues;
}
