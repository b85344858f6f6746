import type { RunState, RunStep, StepState } from '../api/types';
import type { Reason, StepViewState } from './types';

const SHOWN: Readonly<Record<StepState, StepViewState>> = {
  waiting: 'queued',
  ready: 'queued',
  joined: 'queued',
  running: 'running',
  retrying: 'retry',
  cached: 'reused',
  succeeded: 'done',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'stopped',
  interrupted: 'stopped'
};

const ACTIVE: Readonly<Record<RunState, boolean>> = {
  queued: true,
  running: true,
  paused: true,
  cancelling: true,
  succeeded: false,
  failed: false,
  cancelled: false,
  interrupted: false
};

/** The state that the view shows for one of the engine's. */
export function shownState(state: StepState): StepViewState {
  return SHOWN[state];
}

/** True for a word that is a state of steps. */
export function isStepState(word: string): word is StepState {
  return Object.hasOwn(SHOWN, word);
}

/** True for a word that is a state of runs. */
export function isRunState(word: string): word is RunState {
  return Object.hasOwn(ACTIVE, word);
}

/** True while a run can still change by itself. */
export function isActive(state: RunState): boolean {
  return ACTIVE[state];
}

/** True for steps that are over and well. */
export function isGood(state: StepState): boolean {
  return state === 'succeeded' || state === 'cached';
}

/** Why a step of a run is in its state; `steps` are all steps of the run. */
export function reasonOf(
  step: RunStep,
  steps: readonly RunStep[]
): Reason | null {
  switch (step.state) {
    case 'waiting': {
      const open = steps.filter(
        ({ name, state }) => step.after.includes(name) && !isGood(state)
      );
      return open.length > 0
        ? { kind: 'waits', steps: open.map(({ name }) => name) }
        : { kind: 'ready' };
    }
    case 'ready':
    case 'joined':
      return { kind: 'ready' };
    case 'cached':
      return { kind: 'reused' };
    case 'failed':
      return step.error
        ? {
            kind: 'error',
            name: step.error.name,
            message: step.error.message
          }
        : said(step.why);
    case 'skipped':
      return { kind: 'not-run', text: step.why };
    case 'running':
    case 'retrying':
    case 'cancelled':
    case 'interrupted':
      return said(step.why);
    case 'succeeded':
      return null;
  }
}

function said(text: string | null): Reason | null {
  return text === null ? null : { kind: 'said', text };
}
