import type { StepName } from '../notebook/types';
import type { PipelineStep } from './types';

/** Something stored that a step loads, and the step that stored it. */
export interface Received {
  /** A variable's name, or the key of process state, which holds a `:`. */
  readonly name: string;
  readonly from: StepName;
}

/** All that a step loads: its variables and then, under their keys, its process state. */
export function received({
  reads,
  state
}: Pick<PipelineStep, 'reads' | 'state'>): readonly Received[] {
  return [
    ...reads.map(({ variable, from }) => ({ name: variable, from })),
    ...state.reads.map(({ key, from }) => ({ name: key, from }))
  ];
}

/** All that a step stores for others, in the same way. */
export function stored({
  writes,
  state
}: Pick<PipelineStep, 'writes' | 'state'>): readonly string[] {
  return [...writes, ...state.writes];
}
