import type { RunState, StepState } from '../../core/api/types';

/** States of one try at a step. */
export const ATTEMPT_STATES = [
  'starting',
  'running',
  'saving',
  'done',
  'failed',
  'timeout',
  'cancelled',
  'oom',
  'lost'
] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

type Table<S extends string> = Readonly<Record<S, readonly S[]>>;

const RUN: Table<RunState> = {
  queued: ['running', 'failed', 'cancelling', 'interrupted'],
  running: [
    'succeeded',
    'failed',
    'cancelling',
    'cancelled',
    'interrupted',
    'paused'
  ],
  paused: ['running', 'cancelling', 'interrupted'],
  cancelling: ['cancelled', 'interrupted'],
  // Only to continue it.
  interrupted: ['running'],
  succeeded: [],
  failed: [],
  cancelled: []
};

const STEP: Table<StepState> = {
  waiting: ['ready', 'skipped'],
  ready: ['running', 'cached', 'joined', 'skipped', 'cancelled'],
  running: ['succeeded', 'failed', 'cancelled', 'interrupted', 'retrying'],
  retrying: ['ready', 'cancelled', 'interrupted'],
  joined: ['cached', 'ready'],
  // Only when the run is continued.
  interrupted: ['ready'],
  cached: [],
  succeeded: [],
  failed: [],
  skipped: [],
  cancelled: []
};

const ATTEMPT: Table<AttemptState> = {
  starting: ['running', 'failed', 'timeout', 'cancelled', 'lost'],
  running: ['saving', 'failed', 'timeout', 'cancelled', 'oom', 'lost'],
  saving: ['done', 'failed', 'timeout', 'cancelled', 'lost'],
  done: [],
  failed: [],
  timeout: [],
  cancelled: [],
  oom: [],
  lost: []
};

/** Every state machine of a run, as data: state -> the states it may change to. */
export const TRANSITIONS = { run: RUN, step: STEP, attempt: ATTEMPT } as const;

interface States {
  readonly run: RunState;
  readonly step: StepState;
  readonly attempt: AttemptState;
}

/** Returns `to`, or throws: a transition outside the table is a bug. */
export function moveTo<M extends keyof States>(
  machine: M,
  from: States[M],
  to: States[M]
): States[M] {
  const table: Readonly<Record<string, readonly string[]>> =
    TRANSITIONS[machine];
  if (!table[from]?.includes(to)) {
    throw new Error(`A ${machine} cannot go from ${from} to ${to}.`);
  }
  return to;
}

/** True when nothing can follow, ever. */
export function isFinal<M extends keyof States>(
  machine: M,
  state: States[M]
): boolean {
  const table: Readonly<Record<string, readonly string[]>> =
    TRANSITIONS[machine];
  return table[state]?.length === 0;
}

/** True when a run does nothing now: it ended, or waits to be continued. */
export function isAtRest(state: RunState): boolean {
  return state === 'interrupted' || isFinal('run', state);
}
