import * as fs from 'node:fs/promises';

import type { RunState, StepError, StepState } from '../../core/api/types';
import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import type { Interpreter } from '../kernels/find';
import type { Machine } from '../machine';
import * as messages from '../messages';
import type { Statement } from '../store/committer';
import { attemptFolder, runFolder } from '../store/layout';
import { objectsOf } from '../trees/delta';
import type { RunTrees } from '../trees/run-trees';
import { bootId } from '../workers/processes';
import type { Store } from '../store/store';
import type { SavedVariable } from '../workers/protocol';
import { Attempt, type Outcome, ownReport } from './attempt';
import { collectFiles } from './files';
import type { Journal, NewEvent } from './journal';
import { Estimates } from './estimates';
import { writeReport } from './report-file';
import { keepResult } from './results';
import { retryDelay } from './retry';
import { insert, update } from './rows';
import { amendRunFile } from './run-file';
import type { ReadyStep } from './scheduler';
import { isFinal, moveTo, type AttemptState } from './transitions';

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
}

/** What an execution works with. */
export interface ExecutionTools {
  readonly machine: Machine;
  readonly store: Store;
  readonly journal: Journal;
  readonly trees: RunTrees;
}

interface StepNow {
  readonly step: PipelineStep;
  readonly position: number;
  state: StepState;
  attempts: number;
  lost: number;
  attemptState: AttemptState | null;
  variables: readonly SavedVariable[];
  metrics: Readonly<Record<string, unknown>>;
  error: StepError | null;
  attempt: Attempt | null;
  /** Takes the step back while it waits for slots or for its next attempt. */
  withdraw: (() => void) | null;
}

const WELL: readonly StepState[] = ['succeeded', 'cached'];

/** Carries out one run: decides what is ready, runs it, and writes down what became of it. */
export class Execution {
  private state: RunState;
  private readonly steps: ReadonlyMap<string, StepNow>;
  private readonly estimates: Estimates;
  private stopped = false;
  private resolve: (state: RunState) => void = () => undefined;

  /** The state in which the run came to rest. */
  readonly ended = new Promise<RunState>(resolve => {
    this.resolve = resolve;
  });

  constructor(
    private readonly task: RunTask,
    private readonly tools: ExecutionTools
  ) {
    this.state = task.state;
    this.steps = new Map(
      task.steps.map((start, position) => [
        start.name,
        stepNow(start, stepOf(task.pipeline, start.name), position)
      ])
    );
    this.estimates = new Estimates(tools.store, task.notebook, task.pipeline);
  }

  /** Starts, or goes on with, everything that can run now; {@link ended} tells the rest. */
  begin(): void {
    this.inBackground(this.start());
  }

  private async start(): Promise<void> {
    if (this.state === 'queued') {
      await this.capture();
    }
    for (const now of this.steps.values()) {
      if (now.state === 'interrupted') {
        await this.makeReady(now);
      } else if (now.state === 'ready') {
        this.queue(now);
      }
    }
    await this.advance();
  }

  private async capture(): Promise<void> {
    const { id } = this.task;
    const left = await this.tools.trees.begin();
    const tree = await this.tools.trees.startId();
    await amendRunFile(this.tools.store.layout, id, { tree });
    if (this.state !== 'queued') {
      return;
    }
    this.state = moveTo('run', this.state, 'running');
    await this.write(
      [
        update(
          'run',
          { state: this.state, tree, started: Date.now() },
          { id, state: 'queued' }
        )
      ],
      [
        this.event('run.running', {}),
        ...left.map(({ path, kind }) =>
          this.event('problem', {
            text:
              kind === 'linked'
                ? messages.linkedFile(path)
                : messages.unreadableFile(path)
          })
        )
      ]
    );
  }

  /** Ends the run; {@link ended} resolves when the last process has. */
  async cancel(): Promise<void> {
    if (this.state === 'cancelling' || isFinal('run', this.state)) {
      return;
    }
    this.state = moveTo('run', this.state, 'cancelling');
    await this.write(
      [update('run', { state: 'cancelling' }, { id: this.task.id })],
      [this.event('run.cancelling', {})]
    );
    for (const now of this.steps.values()) {
      now.attempt?.cancel();
      if (now.state === 'ready' || now.state === 'retrying') {
        now.withdraw?.();
        await this.setStep(now, 'cancelled', {});
      }
    }
    await this.advance();
  }

  /** The engine ends: kills everything and leaves the run to be continued. */
  async interrupt(): Promise<void> {
    if (this.stopped) {
      return;
    }
    this.stopped = true;
    const at = Date.now();
    const { id } = this.task;
    const statements: Statement[] = [];
    for (const now of this.steps.values()) {
      now.withdraw?.();
      now.attempt?.kill();
      if (now.state === 'running' || now.state === 'retrying') {
        statements.push(
          update(
            'step',
            { state: moveTo('step', now.state, 'interrupted'), ended: at },
            { run: id, name: now.step.name }
          )
        );
      }
      if (now.attemptState && !isFinal('attempt', now.attemptState)) {
        statements.push(
          update(
            'attempt',
            { state: 'lost', ended: at },
            { run: id, step: now.step.name, number: now.attempts }
          )
        );
      }
    }
    this.state = moveTo('run', this.state, 'interrupted');
    await this.write(
      [...statements, update('run', { state: this.state, ended: at }, { id })],
      [this.event('run.interrupted', {})]
    );
    this.resolve(this.state);
  }

  /** Steps whose parents all ended become ready, or are skipped; then the run may be over. */
  private async advance(): Promise<void> {
    for (const now of this.steps.values()) {
      if (this.stopped || now.state !== 'waiting') {
        continue;
      }
      const parents = now.step.after.map(name => this.now(name));
      const bad = parents.find(
        ({ state }) => isFinal('step', state) && !WELL.includes(state)
      );
      if (this.state === 'cancelling') {
        await this.setStep(now, 'skipped', { why: messages.runCancelled() });
      } else if (bad) {
        const why =
          bad.state === 'failed'
            ? messages.failedBefore(bad.step.name)
            : messages.skippedBecause(bad.step.name, bad.state);
        await this.setStep(now, 'skipped', { why });
      } else if (parents.every(({ state }) => WELL.includes(state))) {
        await this.makeReady(now);
      }
    }
    if ([...this.steps.values()].every(now => isFinal('step', now.state))) {
      await this.finish();
    }
  }

  private async makeReady(now: StepNow): Promise<void> {
    await this.setStep(now, 'ready', {});
    this.queue(now);
  }

  private queue(now: StepNow): void {
    if (this.stopped || now.state !== 'ready') {
      return;
    }
    const ready: ReadyStep = {
      run: this.task.id,
      step: now.step.name,
      demand: this.estimates.demand(now.step),
      remaining: this.estimates.remaining(now.step.name),
      created: this.task.created,
      position: now.position,
      since: Date.now()
    };
    const { slots } = this.tools.machine;
    const start = () => {
      now.withdraw = null;
      this.inBackground(
        this.tryStep(now, ready.demand.cpu).finally(() => slots.release(ready))
      );
    };
    if (ready.demand.gpu > slots.slots.gpu) {
      this.inBackground(this.refuseGpu(now, ready.demand.gpu));
    } else {
      now.withdraw = slots.enqueue(ready, start);
    }
  }

  private async refuseGpu(now: StepNow, asked: number): Promise<void> {
    await this.setStep(now, 'running', {});
    now.error = messages.noGpu(asked, this.tools.machine.slots.slots.gpu);
    await this.setStep(now, 'failed', { error: JSON.stringify(now.error) });
    await this.advance();
  }

  private async tryStep(now: StepNow, cpu: number): Promise<void> {
    if (this.stopped || now.state !== 'ready') {
      return;
    }
    const number = ++now.attempts;
    const { id } = this.task;
    const { name } = now.step;
    now.attemptState = 'starting';
    // The row is there before the process, so that no process is ever unknown.
    await this.setStep(
      now,
      'running',
      { attempts: number, started: Date.now() },
      [
        insert('attempt', {
          run: id,
          step: name,
          number,
          state: 'starting',
          started: Date.now()
        })
      ],
      { attempt: number }
    );
    const outcome = await this.attempt(now, number, cpu);
    if (!this.stopped) {
      await this.settle(now, number, outcome);
      await this.advance();
    }
  }

  private async attempt(
    now: StepNow,
    number: number,
    cpu: number
  ): Promise<Outcome> {
    const { task, tools } = this;
    const { name } = now.step;
    const folder = attemptFolder(tools.store.layout, task.id, name, number);
    await fs.rm(folder, { recursive: true, force: true });
    await fs.mkdir(folder, { recursive: true });
    const event = (kind: string, data: NewEvent['data']) =>
      this.note(now, number, kind, data);
    now.attempt = new Attempt(
      tools.machine,
      tools.store,
      tools.trees,
      {
        id: `${task.id}/${name}/${number}`,
        folder,
        pipeline: task.pipeline,
        step: now.step,
        kernel: task.kernel,
        threads: Math.max(1, Math.floor(cpu)),
        notebook: task.notebook,
        values: task.values,
        saved: from => this.now(from).variables
      },
      {
        event,
        started: (pid, pidStart) =>
          this.setAttempt(now, 'running', {
            pid,
            pid_start: pidStart,
            boot: bootId()
          }),
        saving: () => this.setAttempt(now, 'saving', {})
      }
    );
    if (this.state === 'cancelling') {
      now.attempt.cancel();
    }
    try {
      return await now.attempt.run();
    } catch (reason) {
      const text = reason instanceof Error ? reason.message : String(reason);
      const error = messages.internalFailure(text);
      return { state: 'failed', error, exit: null };
    } finally {
      now.attempt = null;
      if (!this.stopped) {
        await this.report(now, number, folder);
      }
    }
  }

  private async report(
    now: StepNow,
    number: number,
    folder: string
  ): Promise<void> {
    if (ownReport(folder) === null) {
      // Everything that was said so far is in the table after this.
      await this.tools.journal.commit([], []);
      await writeReport(this.tools.store, this.task, now.step, number, folder);
    }
  }

  private async settle(
    now: StepNow,
    number: number,
    outcome: Outcome
  ): Promise<void> {
    if (outcome.state === 'done') {
      await this.succeed(now, number, outcome);
      return;
    }
    now.lost += outcome.state === 'lost' ? 1 : 0;
    now.error = outcome.error;
    const kind =
      outcome.state === 'failed'
        ? (outcome.error?.kind ?? 'internal')
        : outcome.state;
    const delay =
      outcome.state === 'cancelled' || this.state !== 'running'
        ? null
        : retryDelay(now.step, this.task.id, kind, {
            attempt: number,
            lost: now.lost
          });
    const change = this.attemptChange(now, outcome.state, {
      ended: Date.now(),
      exit: JSON.stringify(outcome.exit),
      report: ownReport(this.folderOf(now, number))
    });
    const error = outcome.error ? JSON.stringify(outcome.error) : null;
    if (delay !== null) {
      await this.setStep(now, 'retrying', { error }, change, {
        why: messages.willRetry(number, delay),
        seconds: delay
      });
      this.retryIn(now, delay);
    } else {
      const state = outcome.state === 'cancelled' ? 'cancelled' : 'failed';
      await this.setStep(now, state, { error }, change, {
        error: outcome.error
      });
    }
  }

  private retryIn(now: StepNow, seconds: number): void {
    const timer = setTimeout(() => {
      now.withdraw = null;
      if (now.state === 'retrying' && !this.stopped) {
        this.inBackground(this.makeReady(now));
      }
    }, seconds * 1000);
    now.withdraw = () => clearTimeout(timer);
  }

  private async succeed(
    now: StepNow,
    number: number,
    outcome: Extract<Outcome, { state: 'done' }>
  ): Promise<void> {
    const { store } = this.tools;
    const { heard, delta, seconds } = outcome;
    const report = ownReport(this.folderOf(now, number));
    const kept = await keepResult(store, now.step, outcome, report);
    now.variables = heard.variables;
    now.metrics = heard.metrics;
    now.error = null;
    await this.setStep(
      now,
      'succeeded',
      { result: kept.id, error: null },
      [
        ...kept.statements,
        ...this.estimates.remember(now.step, seconds, heard.peak),
        ...this.attemptChange(now, 'done', {
          ended: Date.now(),
          exit: JSON.stringify(outcome.exit),
          usage: JSON.stringify(outcome.exit?.usage ?? null),
          report
        })
      ],
      { seconds, metrics: heard.metrics, files: objectsOf(delta).length }
    );
  }

  private async finish(): Promise<void> {
    if (this.stopped) {
      return;
    }
    this.stopped = true;
    const { id } = this.task;
    const all = [...this.steps.values()];
    const failed = all.find(now => now.state === 'failed');
    const state =
      this.state === 'cancelling'
        ? 'cancelled'
        : failed
          ? 'failed'
          : 'succeeded';
    const files =
      state === 'succeeded'
        ? await collectFiles(this.tools.store, id, this.tools.trees)
        : null;
    const metrics = Object.assign({}, ...all.map(now => now.metrics));
    const error = failed
      ? messages.runFailed(failed.step.name, failed.error)
      : null;
    const ended = Date.now();
    const end = { state: moveTo('run', this.state, state), ended, error };
    this.state = state;
    await this.write(
      [update('run', { ...end, metrics: JSON.stringify(metrics) }, { id })],
      [
        ...(files?.problems ?? []).map(text => this.event('problem', { text })),
        this.event(`run.${state}`, { metrics, error, files: files?.summary })
      ]
    );
    const { layout } = this.tools.store;
    const states = all.map(now => [now.step.name, now.state]);
    await amendRunFile(layout, id, {
      end: { ...end, metrics, steps: Object.fromEntries(states) }
    });
    await fs.rm(`${runFolder(layout, id)}/trees`, {
      recursive: true,
      force: true,
      maxRetries: 3
    });
    this.resolve(state);
  }

  private folderOf(now: StepNow, number: number): string {
    const { layout } = this.tools.store;
    return attemptFolder(layout, this.task.id, now.step.name, number);
  }

  private now(name: string): StepNow {
    const found = this.steps.get(name);
    if (!found) {
      throw new Error(`The run has no step ${name}.`);
    }
    return found;
  }

  private event(kind: string, data: NewEvent['data']): NewEvent {
    return { run: this.task.id, kind, data };
  }

  private async setStep(
    now: StepNow,
    to: StepState,
    columns: Parameters<typeof update>[1],
    others: readonly Statement[] = [],
    data: NewEvent['data'] = {}
  ): Promise<void> {
    const from = now.state;
    now.state = moveTo('step', from, to);
    const { name } = now.step;
    const { why } = columns;
    await this.write(
      [
        ...others,
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
          data: why === undefined ? data : { why, ...data }
        }
      ]
    );
  }

  private attemptChange(
    now: StepNow,
    to: AttemptState,
    columns: Parameters<typeof update>[1]
  ): Statement[] {
    const from = now.attemptState ?? 'starting';
    now.attemptState = moveTo('attempt', from, to);
    return [
      update(
        'attempt',
        { state: to, ...columns },
        { run: this.task.id, step: now.step.name, number: now.attempts }
      )
    ];
  }

  private setAttempt(
    now: StepNow,
    to: AttemptState,
    columns: Parameters<typeof update>[1]
  ): void {
    if (!this.stopped) {
      const change = this.attemptChange(now, to, columns);
      const { pid } = columns;
      const data = pid === undefined ? {} : { pid };
      this.inBackground(
        this.write(change, [this.stepEvent(now, `attempt.${to}`, data)])
      );
    }
  }

  private stepEvent(
    now: StepNow,
    kind: string,
    data: NewEvent['data']
  ): NewEvent {
    const { step, attempts: attempt } = now;
    return { run: this.task.id, step: step.name, attempt, kind, data };
  }

  private note(
    now: StepNow,
    attempt: number,
    kind: string,
    data: NewEvent['data']
  ): void {
    if (!this.stopped) {
      const event = { ...this.stepEvent(now, kind, data), attempt };
      this.inBackground(this.tools.journal.commit([], [event], true));
    }
  }

  private write(
    statements: readonly Statement[],
    events: readonly NewEvent[]
  ): Promise<void> {
    return this.tools.journal.commit(statements, events);
  }

  // The store refused a change: what is written stands, and the run can be continued later.
  private inBackground(work: Promise<void>): void {
    work.catch(reason => {
      if (!this.stopped) {
        this.stopped = true;
        this.steps.forEach(now => now.attempt?.kill());
        process.stderr.write(`run ${this.task.id}: ${String(reason)}\n`);
        this.resolve('interrupted');
      }
    });
  }
}

function endOf(state: StepState): number | null {
  return isFinal('step', state) ? Date.now() : null;
}

function stepOf(pipeline: Pipeline, name: string): PipelineStep {
  const step = pipeline.steps.find(item => item.name === name);
  if (!step) {
    throw new Error(`The pipeline has no step ${name}.`);
  }
  return step;
}

function stepNow(
  start: StepStart,
  step: PipelineStep,
  position: number
): StepNow {
  return {
    step,
    position,
    state: start.state,
    attempts: start.attempts,
    lost: 0,
    attemptState: null,
    variables: start.variables,
    metrics: start.metrics,
    error: null,
    attempt: null,
    withdraw: null
  };
}
