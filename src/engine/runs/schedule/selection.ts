import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import * as messages from '../../messages';
import type { StepStart } from '../run-book';

/** A step of a new run: it waits, or is left out because the run stops before it. */
export function plannedStep(
  pipeline: Pipeline,
  { name, fingerprint }: PipelineStep,
  until: string | null
): {
  readonly name: string;
  readonly state: 'waiting' | 'skipped';
  readonly why: string | null;
  readonly fingerprint: string;
} {
  const isWanted = until === null || neededFor(pipeline, until).has(name);
  return {
    name,
    fingerprint,
    state: isWanted ? 'waiting' : 'skipped',
    why: isWanted || until === null ? null : messages.notSelected(until)
  };
}

/** Names of a step and of all that must end before it. */
export function neededFor(pipeline: Pipeline, until: string): Set<string> {
  const needed = new Set<string>();
  const visit = (name: string): void => {
    if (!needed.has(name)) {
      needed.add(name);
      pipeline.steps
        .find(step => step.name === name)
        ?.after.forEach(parent => visit(parent));
    }
  };
  visit(until);
  return needed;
}

/** The same for the execution. */
export function fresh(name: string, state: 'waiting' | 'skipped'): StepStart {
  return { name, state, attempts: 0, variables: [], metrics: {}, floats: [] };
}
