import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IPipelineRegistry } from '../model/registry';

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
