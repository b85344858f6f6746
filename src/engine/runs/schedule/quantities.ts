import type { PipelineStep } from '../../../core/pipeline/types';
import type { Demand } from './scheduler';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40
};

const LEAST_MEMORY = 512 * 2 ** 20;
const PEAK_MARGIN = 1.2;

/** A quantity in Kubernetes' notation (`500m`, `4Gi`) as a number; null when it is none. */
export function quantity(text: string | undefined): number | null {
  const match = /^(\d+(?:\.\d+)?)(m|[kMGT]i?|Ki)?$/.exec(text?.trim() ?? '');
  if (!match) {
    return null;
  }
  const unit = match[2] === 'm' ? 1e-3 : UNITS[match[2] ?? ''];
  return unit === undefined ? null : Number(match[1]) * unit;
}

/** What a step takes: what it asks for, else one core and what it needed the last time. */
export function demandOf(step: PipelineStep, peak: number | null): Demand {
  return {
    cpu: quantity(step.resources.cpu) ?? 1,
    memory:
      quantity(step.resources.memory) ??
      Math.max(LEAST_MEMORY, PEAK_MARGIN * (peak ?? 0)),
    gpu: step.resources.gpu?.count ?? 0
  };
}
