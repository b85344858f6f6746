import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IPipelineRegistry } from '../model/registry';

/** Arguments by which commands know the snapshot of a step. */
export const OF_STEP = {
  step: {
    type: 'string',
    description: 'With `when`: a step of the last run, else the chosen.'
  },
  when: {
    type: 'string',
    oneOf: [{ const: 'before' }, { const: 'after' }],
    description: 'Which snapshot of the step.'
  }
};

/** The snapshot of a step of the newest run, by the arguments of a command; `null` for none. */
export function stepUrl(
  registry: IPipelineRegistry,
  { step, when }: ReadonlyPartialJSONObject
): string | null {
  const model = registry.current;
  const name = typeof step === 'string' ? step : model?.state.selected;
  const found = model?.runs.state.progress?.run.steps.find(
    item => item.name === name
  );
  // Runs of earlier versions have none.
  return found?.snapshot?.[when === 'before' ? 'before' : 'after'] ?? null;
}
