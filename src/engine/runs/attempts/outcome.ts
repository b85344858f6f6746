import { freemem, totalmem } from 'node:os';

import type { StepError } from '../../../core/api/types';
import { inputChanged } from '../../../core/messages/transfers';
import { cellHash } from '../../../core/notebook/learned';
import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import * as messages from '../../messages';
import type { StoredObject } from '../../store/objects';
import type { Delta } from '../../trees/delta';
import type { AttemptEnd } from '../../workers/attempt-process';
import type { Exited } from '../../workers/host';
import { withDefiningCell } from './missing-name';
import type { Heard, Recorder } from './recorder';
import type { AttemptState } from '../transitions';

/** How an attempt ended. */
export type Outcome =
  | {
      readonly state: 'done';
      readonly heard: Heard;
      readonly delta: Delta;
      readonly variables: readonly StoredObject[];
      readonly snapshot: StepPictures;
      readonly seconds: number;
      readonly exit: Exited | null;
    }
  | {
      readonly state: Exclude<
        AttemptState,
        'starting' | 'running' | 'saving' | 'done'
      >;
      readonly error: StepError | null;
      /** Absent when the attempt did not come so far that there was any. */
      readonly snapshot?: StepPictures;
      readonly exit: Exited | null;
    };

/** URLs of the snapshots of what there was before a step, and of what it left. */
export interface StepPictures {
  readonly before: string | null;
  readonly after: string | null;
  /** Variables that the one after it lacks, as the budget did not reach for them. */
  readonly unsaved: readonly string[];
}

/** An attempt that did not get to its end. */
export function failed(
  state: Exclude<Outcome['state'], 'done'>,
  error: StepError | null,
  exit: Exited | null = null
): Outcome {
  return { state, error, exit };
}

/** What became of an attempt that did not succeed, by what its processes and the step said. */
export function failure(
  pipeline: Pipeline,
  step: PipelineStep,
  { stopped, done, exit, why }: AttemptEnd,
  recorder: Recorder
): Outcome {
  const { at } = recorder;
  const { error, peak } = recorder.heard;
  if (stopped === 'cancelled') {
    return failed('cancelled', null, exit);
  }
  if (stopped === 'timeout') {
    const late = messages.timedOut(step.timeoutSeconds ?? 0, at.cell);
    return failed('timeout', late, exit);
  }
  if (done && error) {
    const told = withDefiningCell(pipeline, step, error);
    return failed('failed', withHashes(pipeline, step, told), exit);
  }
  if (exit === null || why !== null) {
    return failed('lost', messages.workerLost(why ?? '', at.cell), exit);
  }
  if (exit.signal === null) {
    return failed('lost', messages.endedSilently(exit.code, at), exit);
  }
  return exit.signal === 'SIGKILL' && freemem() < totalmem() / 20
    ? failed('oom', messages.outOfMemory(peak, at.cell), exit)
    : failed('lost', messages.killedBySignal(`${exit.signal}`, at), exit);
}

/** What the watch of a step has found, in the words of the analysis and as the notebook notes it. */
function withHashes(
  { cells }: Pipeline,
  step: PipelineStep,
  error: StepError
): StepError {
  if (!error.changes) {
    return error;
  }
  const names = error.changes.flatMap(change => change.names);
  const { message, hint = null } = inputChanged(null, step.name, names);
  const changes = error.changes.map(change => {
    const source = cells.find(({ id }) => id === change.cell)?.source;
    return source === undefined
      ? change
      : { ...change, hash: cellHash(source) };
  });
  return { ...error, message, hint, changes };
}
