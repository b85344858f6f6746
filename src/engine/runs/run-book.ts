import type { RunState, StepError, StepState } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import type { Interpreter } from '../kernels/find';
import type { Statement } from '../store/committer';
import type { SavedVariable } from '../workers/protocol';
import type { Attempt } from './attempts/attempt';
import type { Journal, NewEvent } from './journal';
import { update } from './rows';
import { type AttemptState, isFinal, moveTo } from './transitions';

/** A run that this engine carries out. */
export interface RunTask {
  readonly id: string;
  /** Path of the notebook in the workspace. */
  readonly notebook: string;
  readonly pipeline: Pipeline;
  readonly kernel: Interpreter;
  readonly values: Readonly<Record<string, unknown>>;
  readonly created: number;
  readonly state: RunState;
  readonly steps: readonly StepStart[];
}

/** A step as it stands when the run begins or goes on. */
export interface StepStart {
  readonly name: string;
  readonly state: StepState;
  readonly attempts: number;
  readonly variables: readonly SavedVariable[];
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Names of the metrics that are floats. */
  readonly floats: readonly string[];
}

/** A step as it stands now. Only {@link RunBook} changes its states. */
export interface StepNow {
  readonly step: PipelineStep;
  readonly position: number;
  state: StepState;
  attempts: number;
  /** Attempts whose worker died by nobody's doing. */
  lost: number;
  attemptState: AttemptState | null;
  variables: readonly SavedVariable[];
  metrics: Readonly<Record<string, unknown>>;
  floats: readonly string[];
  error: StepError | null;
  attempt: Attempt | null;
  /** Takes the step back while it waits for slots or for its next attempt. */
  withdraw: (() => void) | null;
}

type Columns = Parameters<typeof update>[1];
type Data = NewEvent['data'];

/** What else belongs to a change of a step. */
export interface Beside {
  readonly columns?: Columns;
  readonly statements?: readonly Statement[];
  readonly data?: Data;
}

/**
 * Where a run stands: in memory at once, on disk before anybody hears of it. Every change of
 * state passes the table of transitions here.
 */
export class RunBook {
  readonly steps: readonly StepNow[];
  /** True once this engine does nothing for the run any more; then nothing is written. */
  closed = false;
  private current: RunState;

  constructor(
    readonly task: RunTask,
    private readonly journal: Journal
  ) {
    this.current = task.state;
    this.steps = task.steps.map((start, position) =>
      stepNow(start, stepOf(task.pipeline, start.name), position)
    );
  }

  get state(): RunState {
    return this.current;
  }

  now(name: string): StepNow {
    const found = this.steps.find(({ step }) => step.name === name);
    if (!found) {
      throw new Error(`The run has no step ${name}.`);
    }
    return found;
  }

  async setRun(
    to: RunState,
    { columns = {}, statements = [], data = {} }: Beside = {},
    problems: readonly string[] = []
  ): Promise<void> {
    const { id } = this.task;
    const from = this.current;
    this.current = moveTo('run', from, to);
    await this.journal.commit(
      [
        ...statements,
        update('run', { state: to, ...columns }, { id, state: from })
      ],
      [
        ...problems.map(text => ({ run: id, kind: 'problem', data: { text } })),
        { run: id, kind: `run.${to}`, data }
      ]
    );
  }

  async setStep(
    now: StepNow,
    to: StepState,
    { columns = {}, statements = [], data = {} }: Beside = {}
  ): Promise<void> {
    const from = now.state;
    now.state = moveTo('step', from, to);
    const { name } = now.step;
    const { why = null } = columns;
    await this.journal.commit(
      [
        ...statements,
        update(
          'step',
          { state: to, ended: endOf(to), ...columns },
          { run: this.task.id, name, state: from }
        )
      ],
      [
        {
          run: this.task.id,
          step: name,
          kind: `step.${to}`,
          data: why === null ? data : { why, ...data }
        }
      ]
    );
  }

  async setAttempt(
    now: StepNow,
    to: AttemptState,
    columns: Columns,
    data: Data = {}
  ): Promise<void> {
    const change = this.attemptChange(now, to, columns);
    const event = this.event(now, `attempt.${to}`, data);
    await this.journal.commit([change], [event]);
  }

  /** The statement that moves the step's last attempt on; the caller commits it. */
  attemptChange(now: StepNow, to: AttemptState, columns: Columns): Statement {
    const from = now.attemptState ?? 'starting';
    now.attemptState = moveTo('attempt', from, to);
    return update(
      'attempt',
      { state: to, ...columns },
      { run: this.task.id, step: now.step.name, number: now.attempts }
    );
  }

  /** Writes down something that a step said; nobody waits for it. */
  async note(now: StepNow, kind: string, data: Data): Promise<void> {
    await this.journal.commit([], [this.event(now, kind, data)], 'lazy');
  }

  /** Says something about a step, where it stands and in its log. */
  async remark(now: StepNow, text: string): Promise<void> {
    const { name } = now.step;
    await this.journal.commit(
      [update('step', { why: text }, { run: this.task.id, name })],
      [this.event(now, 'problem', { text, why: text })]
    );
  }

  /** Resolves when all that was said so far is written down. */
  async written(): Promise<void> {
    await this.journal.commit([], []);
  }

  private event(now: StepNow, kind: string, data: Data): NewEvent {
    const { step, attempts: attempt } = now;
    return { run: this.task.id, step: step.name, attempt, kind, data };
  }
}

function endOf(state: StepState): number | null {
  return isFinal('step', state) || state === 'interrupted' ? Date.now() : null;
}

function stepOf(pipeline: Pipeline, name: string): PipelineStep {
  const step = pipeline.steps.find(item => item.name === name);
  if (!step) {
    throw new Error(`The pipeline has no step ${name}.`);
  }
  return step;
}

function stepNow(
  { name: _name, ...start }: StepStart,
  step: PipelineStep,
  position: number
): StepNow {
  return {
    ...start,
    step,
    position,
    lost: 0,
    attemptState: null,
    error: null,
    attempt: null,
    withdraw: null
  };
}
