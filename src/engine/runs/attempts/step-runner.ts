import * as fs from 'node:fs/promises';

import type { StepError } from '../../../core/api/types';
import type { Pipeline } from '../../../core/pipeline/types';
import { textOf } from '../../failure';
import type { Machine } from '../../machine';
import * as messages from '../../messages';
import { attemptFolder } from '../../store/layout';
import type { RunSnapshots } from '../../snapshots/of-runs/run-snapshots';
import type { Store } from '../../store/store';
import { objectsOf } from '../../trees/delta';
import type { RunTrees } from '../../trees/run-trees';
import { bootId } from '../../workers/processes';
import { Attempt, ownReport } from './attempt';
import type { Estimates } from '../schedule/estimates';
import type { Outcome, StepPictures } from './outcome';
import { writeReport } from '../output/report-file';
import { keepResult } from './results';
import { retryDelay } from './retry';
import { insert } from '../rows';
import type { RunBook, StepNow } from '../run-book';

/** What running a step works with. */
export interface StepTools {
  readonly machine: Machine;
  readonly store: Store;
  readonly trees: RunTrees;
  readonly snapshots: RunSnapshots;
  readonly estimates: Estimates;
  readonly book: RunBook;
  /** Takes work that nobody waits for, and its failure. */
  readonly inBackground: (work: Promise<void>) => void;
}

/** Runs a step once, from ready to its end or to its next attempt. */
export class StepRunner {
  constructor(private readonly tools: StepTools) {}

  /** Resolves with the seconds until the next attempt, or null when the step has ended. */
  async run(now: StepNow, cpu: number): Promise<number | null> {
    const { book } = this.tools;
    const number = ++now.attempts;
    const started = Date.now();
    now.attemptState = 'starting';
    // The row is there before the process, so that no process is ever unknown.
    await book.setStep(now, 'running', {
      columns: { attempts: number, started, error: null, why: null },
      statements: [
        insert('attempt', {
          run: book.task.id,
          step: now.step.name,
          number,
          state: 'starting',
          started
        })
      ],
      data: { attempt: number }
    });
    const folder = this.folderOf(now);
    const outcome = await this.attempt(now, folder, cpu);
    if (book.closed) {
      return null;
    }
    const report = await this.report(now, folder);
    return outcome.state === 'done'
      ? this.succeed(now, outcome, report, started)
      : this.fail(now, outcome, report);
  }

  private async attempt(
    now: StepNow,
    folder: string,
    cpu: number
  ): Promise<Outcome> {
    const { book, machine, store, trees, snapshots } = this.tools;
    const { task } = book;
    await fs.rm(folder, { recursive: true, force: true });
    await fs.mkdir(folder, { recursive: true });
    now.attempt = new Attempt(
      machine,
      store,
      trees,
      snapshots,
      {
        id: attemptId(task.id, now.step.name, now.attempts),
        folder,
        pipeline: task.pipeline,
        step: now.step,
        number: now.attempts,
        kernel: task.kernel,
        threads: Math.max(1, Math.floor(cpu)),
        notebook: task.notebook,
        values: task.values,
        saved: from => book.now(from).variables
      },
      {
        event: (kind, data) => this.later(() => book.note(now, kind, data)),
        started: (pid, start) =>
          this.later(() =>
            book.setAttempt(
              now,
              'running',
              { pid, pid_start: start, boot: bootId() },
              { pid }
            )
          ),
        remark: text => this.later(() => book.remark(now, text)),
        saving: () => this.later(() => book.setAttempt(now, 'saving', {}))
      }
    );
    if (book.state === 'cancelling') {
      now.attempt.cancel();
    }
    try {
      return await now.attempt.run();
    } catch (reason) {
      const error = messages.internalFailure(textOf(reason));
      return { state: 'failed', error, exit: null };
    } finally {
      now.attempt = null;
    }
  }

  // A step that could not write its report itself has one all the same.
  private async report(now: StepNow, folder: string): Promise<string | null> {
    if (ownReport(folder) === null) {
      const { book, store } = this.tools;
      await book.written();
      await writeReport(store, book.task, now.step, now.attempts, folder);
    }
    return ownReport(folder);
  }

  private async succeed(
    now: StepNow,
    outcome: Extract<Outcome, { state: 'done' }>,
    report: string | null,
    started: number
  ): Promise<null> {
    const { book, store, estimates } = this.tools;
    const { heard, delta, seconds, exit, snapshot } = outcome;
    const kept = await keepResult(store, now.step, outcome, report);
    if (book.closed) {
      return null;
    }
    now.variables = heard.variables;
    now.metrics = heard.metrics;
    now.floats = heard.floats;
    now.error = null;
    const peak = Math.max(heard.peak, exit?.usage?.maxRss ?? 0);
    const ended = Date.now();
    await book.setStep(now, 'succeeded', {
      columns: {
        result: kept.id,
        error: null,
        ended,
        ...columnsOf(snapshot)
      },
      statements: [
        ...kept.statements,
        ...estimates.remember(now.step, seconds, peak),
        book.attemptChange(now, 'done', {
          ended,
          exit: JSON.stringify(exit),
          usage: JSON.stringify(exit?.usage ?? null),
          report
        })
      ],
      // From the start to here, as the step's own times have it: what its process took is
      // less, and two figures for one step only puzzle.
      data: {
        seconds: (ended - started) / 1000,
        metrics: heard.metrics,
        files: objectsOf(delta).length,
        snapshot
      }
    });
    return null;
  }

  private async fail(
    now: StepNow,
    outcome: Exclude<Outcome, { state: 'done' }>,
    report: string | null
  ): Promise<number | null> {
    const { book } = this.tools;
    const { state, error: told, exit } = outcome;
    const { snapshot = NO_PICTURES } = outcome;
    now.lost += state === 'lost' ? 1 : 0;
    const kind = state === 'failed' ? (told?.kind ?? 'internal') : state;
    const delay =
      state === 'cancelled' || book.state !== 'running'
        ? null
        : retryDelay(now.step, book.task.id, kind, {
            attempt: now.attempts,
            lost: now.lost
          });
    const statements = [
      book.attemptChange(now, state, {
        ended: Date.now(),
        exit: JSON.stringify(exit),
        report
      })
    ];
    const placed = told && withPlace(told, book.task.pipeline);
    // What an exception says stays its own; of a process that ends the engine tells all.
    const error =
      placed && delay === null && now.attempts > 1 && state !== 'failed'
        ? messages.afterTries(placed, now.attempts)
        : placed;
    now.error = error;
    const columns = {
      error: error ? JSON.stringify(error) : null,
      ...columnsOf(snapshot)
    };
    if (delay !== null) {
      const isProcess = error !== null && (kind === 'lost' || kind === 'oom');
      const why = isProcess
        ? messages.willRetryLost(now.step.name, error, delay)
        : messages.willRetry(now.attempts, delay);
      await book.setStep(now, 'retrying', {
        columns: { ...columns, why },
        statements,
        data: { delay, error }
      });
      return delay;
    }
    const final = state === 'cancelled' ? 'cancelled' : 'failed';
    const data = { error, snapshot };
    await book.setStep(now, final, { columns, statements, data });
    return null;
  }

  private later(work: () => Promise<void>): void {
    if (!this.tools.book.closed) {
      this.tools.inBackground(work());
    }
  }

  private folderOf(now: StepNow): string {
    const { book, store } = this.tools;
    const { name } = now.step;
    return attemptFolder(store.layout, book.task.id, name, now.attempts);
  }
}

const NO_PICTURES: StepPictures = { before: null, after: null, unsaved: [] };

function columnsOf({ before, after, unsaved }: StepPictures) {
  const left = unsaved.length === 0 ? null : JSON.stringify(unsaved);
  return { before, after, unsaved: left };
}

// The engine knows the cell by its id; people count cells.
function withPlace(
  error: StepError,
  { cells, definitions }: Pipeline
): StepError {
  const indexOf = (cell: string | null) =>
    [...cells, ...definitions.map(item => ({ ...item, id: item.cell }))].find(
      ({ id }) => id === cell
    )?.index ?? null;
  return {
    ...error,
    index: error.index ?? indexOf(error.cell),
    traceback: error.traceback.map(frame => ({
      ...frame,
      index: indexOf(frame.cell)
    }))
  };
}

/** Names an attempt for good, also in the environment of its processes. */
export function attemptId(run: string, step: string, number: number): string {
  return `${run}/${step}/${number}`;
}
