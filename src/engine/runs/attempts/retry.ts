import { createHash } from 'node:crypto';

import type { PipelineStep } from '../../../core/pipeline/types';

/** Failures that would happen again, or that were asked for. */
const NEVER = new Set([
  'syntax',
  'save',
  'load',
  'parameter',
  'metric',
  'conflict',
  'state',
  'changed-input',
  'environment',
  'internal'
]);

/** How many tries a step has left, and how long to wait before the next. */
export interface RetryState {
  /** Tries made so far, from 1. */
  readonly attempt: number;
  /** How many of them ended as `lost`. */
  readonly lost: number;
}

/**
 * Seconds to wait before the next try, or null when there is none. A worker that died by
 * nobody's doing gets one more try even when the step asks for none.
 */
export function retryDelay(
  step: PipelineStep,
  run: string,
  kind: string,
  { attempt, lost }: RetryState
): number | null {
  const { times, seconds = 1, factor = 2, maxSeconds = 300 } = step.retry;
  const isLeft = attempt <= times || (kind === 'lost' && lost <= 1);
  if (NEVER.has(kind) || !isLeft) {
    return null;
  }
  const longest = Math.min(maxSeconds, seconds * factor ** (attempt - 1));
  return longest * jitter(`${run}/${step.name}/${attempt}`);
}

// Between 0 and 1, the same for the same text: steps that failed together do not return together.
function jitter(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
