import type { RunStep } from './types';

/**
 * What a run has seen that the sources do not show: names that cells changed, by the hash of the
 * cell, as the metadata of the notebook notes them. Empty for a run that saw nothing.
 */
export function learnedOfRun(
  steps: readonly Pick<RunStep, 'error'>[]
): Readonly<Record<string, readonly string[]>> {
  const learned: Record<string, string[]> = {};
  for (const { error } of steps) {
    for (const { hash, names } of error?.changes ?? []) {
      if (hash !== undefined) {
        learned[hash] = [...(learned[hash] ?? []), ...names];
      }
    }
  }
  return learned;
}
