import type { RunState, StepState } from '../../core/api/types';
import { codeOf, textOf } from '../failure';
import type { Machine } from '../machine';
import * as messages from '../messages';
import type { RunSnapshots } from '../snapshots/of-runs/run-snapshots';
import { startTree } from '../store/layout';
import type { Store } from '../store/store';
import { UnusableStoreError } from '../store/writer';
import type { Left } from '../trees/listing';
import { pathText } from '../trees/names';
import type { RunTrees } from '../trees/run-trees';
import type { Turns } from '../trees/turns';
import { recordEnd } from './ending';
import { Estimates } from './schedule/estimates';
import type { Journal } from './journal';
import { blockIf, readFor, refuseStep } from './guard';
import { RunBook, type RunTask, type StepNow } from './run-book';
import { amendRunFile } from './kept/run-file';
import type { ReadyStep } from './schedule/scheduler';
import { StepRunner } from './attempts/step-runner';
import { isFinal } from './transitions';

/** What an execution works with. */
export interface ExecutionTools {
  readonly machine: Machine;
  readonly store: Store;
  readonly journal: Journal;
  readonly trees: RunTrees;
  readonly turns: Turns;
  readonly snapshots: RunSnapshots;
}

const WELL: readonly StepState[] = ['succeeded', 'cached'];

/** What the run says of what its trees do not have as the workspace has it. */
const LEFT: Readonly<Record<Left['kind'], (path: string) => string>> = {
  linked: messages.linkedFile,
  unreadable: messages.unreadableFile
};

/** Carries out one run: decides what is ready, has it run, and sees the run to its end. */
export class Execution {
  private readonly book: RunBook;
  private readonly estimates: Estimates;
  private readonly runner: StepRunner;
  private recorded: Promise<RunState> | null = null;
  private tidied: Promise<void> | null = null;
  private resolve: (state: RunState) => void = () => undefined;

  /** The state in which the run came to rest. */
  readonly ended = new Promise<RunState>(resolve => {
    this.resolve = resolve;
  });

  constructor(
    private readonly task: RunTask,
    private readonly tools: ExecutionTools
  ) {
    const { machine, store, journal, trees, snapshots } = tools;
    this.book = new RunBook(task, journal);
    this.estimates = new Estimates(store, task.notebook, task.pipeline);
    this.runner = new StepRunner({
      machine,
      store,
      trees,
      snapshots,
      estimates: this.estimates,
      book: this.book,
      inBackground: work => this.inBackground(work)
    });
  }

  /** Starts, or goes on with, everything that can run now; {@link ended} tells the rest. */
  begin(): void {
    this.inBackground(this.start());
  }

  /**
   * Ends the run; {@link ended} resolves when the last process has. Steps get time to end by
   * themselves, unless `force` says otherwise or the run was cancelled before.
   */
  async cancel(force: boolean): Promise<void> {
    const { book } = this;
    if (book.closed) {
      return;
    }
    if (book.state === 'cancelling') {
      await this.force();
      return;
    }
    const written = book.setRun('cancelling');
    book.steps.forEach(({ attempt }) => attempt?.cancel());
    await written;
    if (force) {
      await this.force();
    }
    for (const now of book.steps) {
      if (now.state === 'ready' || now.state === 'retrying') {
        now.withdraw?.();
        await book.setStep(now, 'cancelled');
      }
    }
    await this.advance();
  }

  private async force(): Promise<void> {
    await Promise.all(this.book.steps.map(({ attempt }) => attempt?.force()));
  }

  /**
   * The engine ends, or cannot go on for these reasons: kills everything and leaves the run to be
   * continued, if it has not ended.
   */
  async interrupt(why: readonly string[] = []): Promise<void> {
    const { book } = this;
    if (book.closed) {
      await this.recorded?.catch(() => undefined);
      return;
    }
    book.closed = true;
    const ended = Date.now();
    const active = book.steps.filter(
      ({ state }) => state === 'running' || state === 'retrying'
    );
    const killed = book.steps.map(async now => {
      now.withdraw?.();
      await now.attempt?.kill();
    });
    const attempts = active.filter(
      ({ attemptState }) => attemptState && !isFinal('attempt', attemptState)
    );
    const lost = attempts.map(now =>
      book.attemptChange(now, 'lost', { ended })
    );
    // Changes are written in the order of the calls; together they cost one wait for the disk.
    const steps = active.map(now => book.setStep(now, 'interrupted'));
    const columns = { ended };
    const beside = { columns, statements: lost };
    const run = book.setRun('interrupted', beside, why);
    await Promise.all([...steps, run, ...killed]);
    this.resolve(book.state);
  }

  /** Gives back the disk that only a run that goes on needs; call it when this one does not. */
  async tidy(): Promise<void> {
    this.tidied ??= this.tools.trees.drop(!isFinal('run', this.book.state));
    await this.tidied;
  }

  private async start(): Promise<void> {
    const { book } = this;
    if (book.state === 'queued') {
      // The workers of the steps warm up beside; they are asked to read the cells as well.
      const reading = readFor(this.tools.machine, this.task);
      await this.capture();
      await blockIf(book, await reading);
    }
    for (const now of book.steps) {
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
    const { store, trees, turns, snapshots } = this.tools;
    const left = await turns.copy(() => trees.begin());
    const tree = await trees.startId();
    const snapshot = await snapshots.start(startTree(store.layout, id));
    await amendRunFile(store.layout, id, { tree });
    if (this.book.state !== 'queued') {
      return;
    }
    const problems = left.map(({ path, kind }) => LEFT[kind](pathText(path)));
    const columns = { tree, snapshot, started: Date.now() };
    await this.book.setRun('running', { columns }, problems);
  }

  /** Steps whose parents all ended become ready, or are skipped; then the run may be over. */
  private async advance(): Promise<void> {
    const { book } = this;
    for (const now of book.steps) {
      if (book.closed || now.state !== 'waiting') {
        continue;
      }
      const parents = now.step.after.map(name => book.now(name));
      const bad = parents.find(
        ({ state }) => isFinal('step', state) && !WELL.includes(state)
      );
      if (book.state === 'cancelling') {
        await this.skip(now, messages.runCancelled());
      } else if (bad) {
        await this.skip(now, becauseOf(bad));
      } else if (parents.every(({ state }) => WELL.includes(state))) {
        await this.makeReady(now);
      }
    }
    if (book.steps.every(now => isFinal('step', now.state))) {
      await this.finish();
    }
  }

  private skip(now: StepNow, why: string): Promise<void> {
    return this.book.setStep(now, 'skipped', { columns: { why } });
  }

  private async makeReady(now: StepNow): Promise<void> {
    const written = this.book.setStep(now, 'ready');
    // Changes are written in order, so the next one need not wait for this one's disk.
    this.queue(now);
    await written;
  }

  private queue(now: StepNow): void {
    if (this.book.closed || now.state !== 'ready') {
      return;
    }
    if (this.book.state === 'cancelling') {
      this.inBackground(this.book.setStep(now, 'cancelled'));
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
    if (ready.demand.gpu > slots.slots.gpu) {
      this.inBackground(this.refuseGpu(now, ready.demand.gpu));
      return;
    }
    now.withdraw = slots.enqueue(ready, () => {
      now.withdraw = null;
      const work = this.runStep(now, ready.demand.cpu);
      this.inBackground(work.finally(() => slots.release(ready)));
    });
  }

  private async runStep(now: StepNow, cpu: number): Promise<void> {
    if (this.book.closed || now.state !== 'ready') {
      return;
    }
    const delay = await this.runner.run(now, cpu);
    if (this.book.closed) {
      return;
    }
    if (delay !== null) {
      const timer = setTimeout(() => {
        now.withdraw = null;
        this.inBackground(this.makeReady(now));
      }, delay * 1000);
      now.withdraw = () => clearTimeout(timer);
    }
    await this.advance();
  }

  private async refuseGpu(now: StepNow, asked: number): Promise<void> {
    const { slots } = this.tools.machine;
    await refuseStep(this.book, now, messages.noGpu(asked, slots.slots.gpu));
    await this.advance();
  }

  private async finish(): Promise<void> {
    const { book } = this;
    if (book.closed) {
      return;
    }
    book.closed = true;
    const { store, trees } = this.tools;
    this.recorded = recordEnd(book, store, trees);
    const state = await this.recorded;
    await this.tidy();
    this.resolve(state);
  }

  // The store refused a change: what is written stands, and the run can be continued later.
  private inBackground(work: Promise<void>): void {
    work.catch(async reason => {
      const isKnown = reason instanceof UnusableStoreError;
      const why = messages.runStopped(codeOf(reason), textOf(reason));
      await this.interrupt(isKnown ? [] : [why]).catch(() => {
        process.stderr.write(`run ${this.task.id}: ${why}\n`);
      });
      this.resolve(this.book.state);
    });
  }
}

function becauseOf({ step, state }: StepNow): string {
  return state === 'failed'
    ? messages.failedBefore(step.name)
    : messages.skippedBecause(step.name, state);
}
