import type { StepName } from '../notebook/types';
import type { Arrow } from './order';
import type { Hue } from './types';

const HUES: readonly Hue[] = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Colours of steps: a name keeps its colour while it lives, a new one gets the first that
 * no living name has, in notebook order. Where all are taken they begin anew, and one is passed
 * over that a step at the other end of an arrow has, or the one before.
 */
export function assignHues(
  names: readonly StepName[],
  before: ReadonlyMap<StepName, Hue> = new Map(),
  arrows: readonly Arrow[] = []
): ReadonlyMap<StepName, Hue> {
  const hues = new Map<StepName, Hue>();
  for (const name of names) {
    const kept = before.get(name);
    if (kept !== undefined) {
      hues.set(name, kept);
    }
  }
  const used = new Set(hues.values());
  const neighbours = neighboursOf(names, arrows);
  for (const [place, name] of names.entries()) {
    if (hues.has(name)) {
      continue;
    }
    const near = new Set(neighbours.get(name)?.map(other => hues.get(other)));
    const turn = HUES.map((_, by) => HUES[(place + by) % HUES.length] ?? 1);
    const hue =
      HUES.find(candidate => !used.has(candidate)) ??
      turn.find(candidate => !near.has(candidate)) ??
      turn[0] ??
      1;
    used.add(hue);
    hues.set(name, hue);
  }
  return hues;
}

/** For each step those that it should not look like: in the graph, and in the list. */
function neighboursOf(
  names: readonly StepName[],
  arrows: readonly Arrow[]
): ReadonlyMap<StepName, readonly StepName[]> {
  const found = new Map<StepName, StepName[]>(names.map(name => [name, []]));
  const join = (a: StepName, b: StepName): void => {
    found.get(a)?.push(b);
    found.get(b)?.push(a);
  };
  for (const [from, to] of arrows) {
    join(from, to);
  }
  for (const [place, name] of names.slice(1).entries()) {
    join(names[place] ?? name, name);
  }
  return found;
}
