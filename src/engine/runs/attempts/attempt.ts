import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';

import type { StepError } from '../../../core/api/types';
import { textOf } from '../../failure';
import type { Machine } from '../../machine';
import * as messages from '../../messages';
import type { RunSnapshots } from '../../snapshots/of-runs/run-snapshots';
import type { StoredObject } from '../../store/objects';
import type { Store } from '../../store/store';
import { forEachOf } from '../../trees/listing';
import type { Conflict } from '../../trees/delta';
import { pathText } from '../../trees/names';
import type { RunTrees, WorkTree } from '../../trees/run-trees';
import { AttemptProcess } from '../../workers/attempt-process';
import type { Exited } from '../../workers/host';
import type { NewEvent } from '../journal';
import {
  type AttemptPlan,
  environmentOf,
  receivedBy,
  remainsOf,
  remainsOfFailure,
  writePlan
} from './attempt-plan';
import { failed, failure, type Outcome, type StepPictures } from './outcome';
import { type Heard, Recorder } from './recorder';

/** Who is told how an attempt goes. */
export interface AttemptListener {
  readonly started: (pid: number, pidStart: string | null) => void;
  readonly saving: () => void;
  /** Something to say about the step while it goes on. */
  readonly remark: (text: string) => void;
  readonly event: (kind: NewEvent['kind'], data: NewEvent['data']) => void;
}

/** Runs one attempt in a process of its own; the caller writes down how it ended. */
export class Attempt {
  private process: AttemptProcess | null = null;
  private cancelled = false;
  private before: string | null = null;
  /** What there was when it failed. */
  private left: string | null = null;
  /** Variables for which the budget of its snapshot did not reach. */
  private unsaved: readonly string[] = [];
  private wake: () => void = () => undefined;
  private readonly asked = new Promise<null>(resolve => {
    this.wake = () => resolve(null);
  });

  constructor(
    private readonly machine: Machine,
    private readonly store: Store,
    private readonly trees: RunTrees,
    private readonly snapshots: RunSnapshots,
    private readonly plan: AttemptPlan,
    private readonly listener: AttemptListener
  ) {}

  /** Asks it to end; {@link run} resolves when the last process has. */
  cancel(): void {
    this.cancelled = true;
    this.wake();
    this.process?.stop('cancelled');
  }

  /** Cancels it and ends its processes at once; resolves when none is left. */
  async force(): Promise<void> {
    this.cancelled = true;
    this.wake();
    await this.process?.force('cancelled');
  }

  /** Ends its processes at once; resolves when none is left. */
  async kill(): Promise<void> {
    this.cancelled = true;
    this.wake();
    await this.process?.kill();
  }

  /** Never rejects for what happens in the step. */
  async run(): Promise<Outcome> {
    const tree = await this.trees.acquire(this.plan.step);
    if ('conflicts' in tree) {
      const [conflict] = tree.conflicts;
      return failed('failed', conflict ? conflicting(conflict) : null);
    }
    let isDone = false;
    try {
      // Who wants to stop does not wait for it.
      this.before = await Promise.race([
        this.snapshots.before(tree.root, this.plan, receivedBy(this.plan)),
        this.asked
      ]);
      const outcome = await this.inTree(tree);
      if (outcome.state === 'done') {
        isDone = true;
        return outcome;
      }
      return { ...outcome, snapshot: this.pictures(this.left) };
    } finally {
      if (!isDone) {
        await this.trees.discard(tree);
      }
      // What was saved lies in the store by now; what was not is of no use.
      await fs.rm(this.out, { recursive: true, force: true });
    }
  }

  private async inTree(tree: WorkTree): Promise<Outcome> {
    const { kernel, pipeline } = this.plan;
    await writePlan(this.plan, this.store, tree.root, this.out);
    let host;
    try {
      // A host that is still warming up keeps nobody who wants to stop.
      const ready = this.machine.host(kernel, pipeline);
      host = await Promise.race([ready, this.asked]);
    } catch (reason) {
      const why = textOf(reason);
      return failed('failed', messages.hostFailed(kernel.python, why));
    }
    const steps = await this.machine.steps();
    // Nothing may be awaited between this look and the start.
    if (this.cancelled || host === null) {
      return failed('cancelled', null);
    }
    const { fd1, fd2 } = this.files();
    const recorder = new Recorder({ fd1, fd2 }, this.listener.event);
    const begin = performance.now();
    this.process = new AttemptProcess(host, steps, {
      attempt: this.plan.id,
      token: randomBytes(32).toString('hex'),
      plan: join(this.plan.folder, 'plan.json'),
      fd1,
      fd2,
      env: environmentOf(this.plan),
      timeoutSeconds: this.plan.step.timeoutSeconds,
      onWaiting: (reason, left) =>
        this.listener.remark(
          messages.waitsForEnd(this.plan.step.name, reason, left)
        ),
      onSlowSaving: names =>
        this.listener.remark(messages.savesLong(this.plan.step.name, names)),
      onForced: () =>
        this.listener.remark(messages.endedByForce(this.plan.step.name)),
      onStarted: this.listener.started,
      onMessage: (message, answer) => recorder.take(message, answer)
    });
    const end = await this.process.ended;
    recorder.close();
    const { beyond = [], deadly = [] } = recorder.heard.kept ?? {};
    this.unsaved = beyond;
    if (deadly.length > 0) {
      this.listener.remark(messages.notKeptAlive(deadly));
    }
    const seconds = (performance.now() - begin) / 1000;
    if (end.done?.ok) {
      return this.save(tree, recorder.heard, seconds, end.exit);
    }
    const outcome = failure(this.plan.pipeline, this.plan.step, end, recorder);
    // Who stopped it does not wait for a picture of what it had done.
    if (!this.cancelled) {
      this.left = await this.snapshots.afterFailure(
        tree.root,
        this.plan,
        remainsOfFailure(this.plan, recorder.heard),
        this.out
      );
    }
    return outcome;
  }

  // What was saved goes into the store; only then may anybody hear that the step is done.
  private async save(
    tree: WorkTree,
    heard: Heard,
    seconds: number,
    exit: Exited | null
  ): Promise<Outcome> {
    this.listener.saving();
    const kept = heard.kept?.variables ?? [];
    const digests = new Map(
      [...heard.variables, ...kept].flatMap(item =>
        'file' in item ? [[item.file, item.digest] as const] : []
      )
    );
    const { objects } = this.store;
    const variables: StoredObject[] = [];
    await forEachOf(digests, async ([file, digest]) => {
      variables.push(await objects.adopt(join(this.out, file), digest));
    });
    const after = await this.snapshots.after(
      tree.root,
      this.plan,
      remainsOf(this.plan, heard)
    );
    const delta = await this.trees.capture(this.plan.step, tree);
    const snapshot = this.pictures(after);
    return { state: 'done', heard, delta, variables, snapshot, seconds, exit };
  }

  private pictures(after: string | null): StepPictures {
    return { before: this.before, after, unsaved: this.unsaved };
  }

  private get out(): string {
    return join(this.plan.folder, 'out');
  }

  private files(): { readonly fd1: string; readonly fd2: string } {
    const { folder } = this.plan;
    return { fd1: join(folder, 'fd1.log'), fd2: join(folder, 'fd2.log') };
  }
}

/** Path of the report that the step itself wrote, if it came that far. */
export function ownReport(folder: string): string | null {
  const path = join(folder, 'report.ipynb');
  return existsSync(path) ? path : null;
}

function conflicting({ path, steps }: Conflict): StepError {
  return messages.conflictingFiles(pathText(path), steps);
}
