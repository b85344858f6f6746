import { statSync } from 'node:fs';

import type { Recovery } from '../core/api/types';
import type { Pipeline } from '../core/pipeline/types';
import { textOf } from './failure';
import type { Machine } from './machine';
import * as messages from './messages';
import { Refusal } from './refusal';
import { RunArchive } from './runs/archive';
import { EventHub } from './runs/events';
import { Execution } from './runs/execution';
import { earlierSteps, keepStart, leftBefore } from './runs/kept/continue';
import { createRun, type NewRun } from './runs/new-run';
import { Applying } from './snapshots/of-runs/applying';
import { Interruptions, isUnsettled } from './snapshots/opening/interruptions';
import { Opening } from './snapshots/opening/opening';
import { Operations } from './snapshots/service/operations';
import { RunSnapshots } from './snapshots/of-runs/run-snapshots';
import { Snapshots } from './snapshots/snapshots';
import type { StepStart } from './runs/run-book';
import { Journal } from './runs/journal';
import { moveRuns } from './runs/kept/move';
import { recover, rebuild } from './runs/kept/recovery';
import { removeRun } from './runs/kept/removal';
import { type RunRow, update } from './runs/rows';
import { isAtRest } from './runs/transitions';
import { activeSince, type RunOptions } from './runs/views';
import type { Lock } from './store/lock';
import { openToRead } from './store/read-only';
import { openStore, type Store, type StoreOptions } from './store/store';
import { RunTrees } from './trees/run-trees';
import { Turns } from './trees/turns';

/** A workspace that this engine owns: its store, and the runs that go on in it. */
export class Workspace {
  readonly hub = new EventHub();
  readonly operations = new Operations();
  readonly turns = new Turns();
  readonly archive: RunArchive;
  private readonly journal: Journal;
  private readonly file: number | null;
  private readonly executions = new Map<string, Execution>();
  private readonly interruptions = new Interruptions();

  private constructor(
    readonly store: Store,
    private readonly lock: Lock,
    private readonly machine: Machine
  ) {
    this.file = fileOf(store);
    this.archive = new RunArchive(store);
    this.journal = new Journal(store, this.hub);
  }

  /** Opens the store and puts it in order; the lock is the workspace's from now on. */
  static async open(
    folder: string,
    lock: Lock,
    machine: Machine,
    options: StoreOptions
  ): Promise<Workspace> {
    const { store, movedAside } = await openStore(folder, options);
    if (movedAside !== null) {
      process.stderr.write(`${messages.databaseMovedAside(movedAside)}\n`);
      await rebuild(store);
    }
    const workspace = new Workspace(store, lock, machine);
    await recover(store, workspace.journal);
    await workspace.snapshots().putRight().then(tellRecovered, tellUnrecovered);
    return workspace;
  }

  /** Opens a store in which nothing can be written, for its snapshots; it is locked to nobody. */
  static openToRead(folder: string, why: string, machine: Machine): Workspace {
    const lock = { release: () => undefined };
    return new Workspace(openToRead(folder, why), lock, machine);
  }

  /** False when the store was removed while it was open. */
  get isThere(): boolean {
    return this.store.unwritable === null
      ? this.file !== null && this.file === fileOf(this.store)
      : true;
  }

  /** True while something goes on here, or its end has not been told to whoever began it. */
  get isBusy(): boolean {
    return this.executions.size > 0 || this.operations.isBusy;
  }

  /** Interrupts what runs, and gives the store back; tidies up for so long at most. */
  async close(tidyMs: number): Promise<void> {
    // A full disk must not keep the engine: the next one finds what could not be written.
    this.store.writer.giveUp();
    const executions = [...this.executions.values()];
    await Promise.allSettled(executions.map(item => item.interrupt()));
    await this.store.close();
    // Last, as it may take a while: if there is no time for it, the next engine does it.
    const tidied = Promise.all(executions.map(item => item.tidy()));
    await (tidyMs === Infinity
      ? tidied
      : Promise.race([tidied, pause(tidyMs)]));
    this.lock.release();
  }

  /** Starts a run and returns its id; it goes on by itself. */
  async start(order: NewRun): Promise<string> {
    await this.refuseHalf();
    const { id, steps, options } = await createRun(
      this.store,
      this.journal,
      order
    );
    const { pipeline } = order;
    const trees = this.trees(id, pipeline);
    this.execute(this.archive.row(id), pipeline, options, steps, trees);
    return id;
  }

  /** Asks a run to end; `force`, or asking a second time, ends its steps at once. */
  async cancel(id: string, force = false): Promise<void> {
    const { state, number } = this.archive.row(id);
    const execution = this.executions.get(id);
    if (!execution) {
      throw new Refusal(messages.notCancelled(number, state));
    }
    await execution.cancel(force);
  }

  /** Continues an interrupted run with its own code, parameters and files. */
  async resume(id: string): Promise<void> {
    const row = this.archive.row(id);
    if (row.state !== 'interrupted') {
      throw new Refusal(messages.notContinued(row.number, row.state));
    }
    const { objects } = this.store;
    const pipeline = (await objects.readJson(row.pipeline)) as Pipeline;
    const trees = this.trees(id, pipeline);
    const starts = await earlierSteps(this.store, id, trees);
    const begun = await keepStart(this.store, row, trees, starts);
    const options = continued(row);
    const snapshots = this.snapshotsOf(row, options, pipeline);
    await snapshots.recall(leftBefore(this.store, id));
    const columns = {
      state: 'running',
      started: row.started ?? Date.now(),
      ended: null,
      tree: begun,
      options: JSON.stringify(options)
    };
    const data = {
      continued: true,
      activeSince: activeSince(columns, options)
    };
    await this.journal.commit(
      [update('run', columns, { id, state: 'interrupted' })],
      [{ run: id, kind: 'run.running', data }],
      'try'
    );
    const on = this.archive.row(id);
    this.execute(on, pipeline, options, starts, trees, snapshots);
  }

  /** The snapshots of this workspace. */
  snapshots(): Snapshots {
    return new Snapshots(
      this.machine.snapshots,
      this.store,
      this.interruptions
    );
  }

  /** Opens snapshots where `root` is the folder that is served. */
  opening(root: string): Opening {
    const runtime = () => this.machine.runtime.path();
    return new Opening(this.snapshots(), this.store, root, runtime);
  }

  applying(): Applying {
    return new Applying(this.snapshots(), this.store);
  }

  /** The snapshot that a run began with. */
  startOf(id: string): string | null {
    return this.archive.row(id).snapshot;
  }

  /** A notebook has another path now: its runs go with it. Returns how many there are. */
  move(from: string, to: string): Promise<number> {
    return moveRuns(this.store, from, to);
  }

  async remove(id: string): Promise<void> {
    const { state, number } = this.archive.row(id);
    if (!isAtRest(state) || this.executions.has(id)) {
      throw new Refusal(messages.notRemoved(number));
    }
    await removeRun(this.store, id);
  }

  /** Resolves when a run that goes on comes to rest. */
  async settled(id: string): Promise<void> {
    await this.executions.get(id)?.ended;
  }

  /** A run takes no files of two moments. */
  private async refuseHalf(): Promise<void> {
    if (this.turns.isWritten) {
      throw new Refusal(messages.beingOpened());
    }
    const { workspace } = this.store.layout;
    const recovered = await this.snapshots().putRight();
    const half = recovered.find(
      item => isUnsettled(item) && item.folder === workspace
    );
    if (half) {
      throw new Refusal(messages.halfOpened(half));
    }
  }

  private execute(
    row: RunRow,
    pipeline: Pipeline,
    options: RunOptions,
    steps: readonly StepStart[],
    trees: RunTrees,
    snapshots = this.snapshotsOf(row, options, pipeline)
  ): void {
    const execution = new Execution(
      {
        id: row.id,
        notebook: options.notebook ?? row.notebook,
        pipeline,
        kernel: options.kernel,
        values: JSON.parse(row.parameters),
        created: row.created,
        state: row.state,
        steps
      },
      {
        machine: this.machine,
        store: this.store,
        journal: this.journal,
        trees,
        turns: this.turns,
        snapshots
      }
    );
    this.executions.set(row.id, execution);
    void execution.ended.then(() => this.executions.delete(row.id));
    execution.begin();
  }

  private snapshotsOf(
    { id, number, notebook, parameters }: RunRow,
    options: RunOptions,
    pipeline: Pipeline
  ): RunSnapshots {
    const { layout, objects } = this.store;
    const run = {
      id,
      number,
      notebook: options.notebook ?? notebook,
      pipeline,
      values: JSON.parse(parameters)
    };
    const onProblem = (name: string, why: string) => {
      const data = { text: messages.noSnapshot(name, why) };
      const event = { run: id, kind: 'problem' as const, data };
      this.journal.commit([], [event], 'try').catch(() => undefined);
    };
    return new RunSnapshots(
      this.machine.snapshots,
      layout,
      run,
      objects,
      onProblem
    );
  }

  private trees(id: string, pipeline: Pipeline): RunTrees {
    const { layout, objects } = this.store;
    return new RunTrees(layout, id, pipeline, objects);
  }
}

/** What tells the database from another one at the same place. */
function fileOf({ layout }: Store): number | null {
  return statSync(layout.database, { throwIfNoEntry: false })?.ino ?? null;
}

function tellRecovered(recovered: readonly Recovery[]): void {
  recovered.forEach(item =>
    process.stderr.write(`${messages.interruptedOpening(item)}\n`)
  );
}

// The workspace can be worked in all the same; each look at its snapshots tries again.
function tellUnrecovered(reason: unknown): void {
  process.stderr.write(`${messages.notRecovered(textOf(reason))}\n`);
}

function pause(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms));
}

/** The options of a run that goes on now: the time since its interruption does not count. */
function continued({ options, started, ended }: RunRow): RunOptions {
  const before: RunOptions = JSON.parse(options);
  const gap = started === null || ended === null ? 0 : Date.now() - ended;
  return { ...before, idle: (before.idle ?? 0) + Math.max(0, gap) };
}
