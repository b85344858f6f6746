import { type ISignal, Signal } from '@lumino/signaling';

import { EngineError, type EngineClient } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';
import type {
  LogLine,
  RunEvent,
  RunRequest,
  RunSummary
} from '../../core/api/types';
import type { Json } from '../../core/immutable';
import {
  applyEvents,
  isActive,
  refreshProgress,
  startProgress
} from '../../core/view';
import { StateModel } from '../model/state-model';
import { Follower } from './follower';
import { NotebookPath } from './notebook-path';
import {
  HISTORY,
  START,
  TIMES,
  type IRunsState,
  type IRunsTimes
} from './runs-state';

/**
 * Starts, follows and stops the runs of one notebook. It asks the engine nothing until
 * {@link open}, so that notebooks without a pipeline never start one. A run that is active
 * when the model opens is followed from its first event: a reloaded page loses nothing.
 */
export class RunsModel extends StateModel<IRunsState> {
  constructor(
    private readonly _engine: EngineClient,
    private readonly _scope: () => NotebookScope,
    private readonly _times: IRunsTimes = TIMES
  ) {
    super(START);
    this._path = new NotebookPath(_engine, _scope);
    this._follower = new Follower(_engine, _times.gather, {
      events: events => this._apply(events),
      lost: reason => this._lose(reason)
    });
  }

  /** Emitted once for each run that ended while it was followed. */
  get ended(): ISignal<this, RunSummary> {
    return this._ended;
  }

  override dispose(): void {
    this._follower.stop();
    clearTimeout(this._retry);
    super.dispose();
  }

  /**
   * Reads the runs of the notebook, and follows the newest while it is active. Call it again
   * when the notebook has another path, so that its runs go with it.
   */
  async open(): Promise<void> {
    await this._guard(async () => {
      if (!(await this._path.settle())) {
        this._follower.stop();
        this.assign({ progress: null });
      }
      const page = await this._engine.listRuns(this._scope(), {
        limit: HISTORY
      });
      if (this.isDisposed) {
        return;
      }
      this.assign({ connection: { kind: 'connected' }, history: page.items });
      const newest = page.items[0];
      if (newest) {
        await this._read(newest.id);
      }
    });
  }

  /** Starts a run; resolves when the engine has taken or refused it. */
  async start(request: Omit<RunRequest, 'notebook'>): Promise<void> {
    if (this.state.pending !== null) {
      return;
    }
    this.assign({ pending: 'start', refused: null });
    await this._guard(async () => {
      const run = await this._engine.startRun({
        ...request,
        ...this._scope()
      });
      if (!this.isDisposed) {
        this.assign({
          connection: { kind: 'connected' },
          progress: startProgress(run),
          history: [run, ...this.state.history]
        });
        this._follow(run.id);
      }
    });
    this.assign({ pending: null });
  }

  /** Asks the active run to stop; it ends later. */
  async stop(): Promise<void> {
    await this._change('stop', id => this._engine.cancelRun(this._scope(), id));
  }

  /** Continues the newest run after it was interrupted. */
  async resume(): Promise<void> {
    await this._change('start', id =>
      this._engine.resumeRun(this._scope(), id)
    );
  }

  /** The last so many lines of the log of a step of a run. Rejects with an EngineError. */
  logs(run: string, step: string, last: number): Promise<readonly LogLine[]> {
    return this._engine.logs(this._scope(), run, step, { last });
  }

  /** The executed notebook of a step of a run. Rejects with an EngineError. */
  report(run: string, step: string): Promise<Json> {
    return this._engine.report(this._scope(), run, step);
  }

  /** Forgets why the last request was refused. */
  dismiss(): void {
    this.assign({ refused: null });
  }

  private async _change(
    pending: 'start' | 'stop',
    request: (id: string) => ReturnType<EngineClient['run']>
  ): Promise<void> {
    const { progress } = this.state;
    if (!progress || this.state.pending !== null) {
      return;
    }
    this.assign({ pending, refused: null });
    await this._guard(async () => {
      const run = await request(progress.run.id);
      const current = this.state.progress;
      if (!this.isDisposed && current) {
        this.assign({ progress: refreshProgress(current, run) });
        if (isActive(run.state)) {
          this._follow(run.id);
        }
      }
    });
    this.assign({ pending: null });
  }

  private async _read(id: string): Promise<void> {
    const run = await this._engine.run(this._scope(), id);
    if (this.isDisposed) {
      return;
    }
    const known = this.state.progress;
    this.assign({
      progress:
        known?.run.id === id ? refreshProgress(known, run) : startProgress(run)
    });
    if (isActive(run.state)) {
      this._follow(id);
    }
  }

  private _follow(id: string): void {
    this._follower.follow({
      ...this._scope(),
      run: id,
      after: this._lastSeq()
    });
  }

  /** From the start for a run whose output is not here, else from what was seen last. */
  private _lastSeq(): number {
    const { progress } = this.state;
    return progress && progress.logs.size > 0 ? progress.run.seq : 0;
  }

  private _apply(events: readonly RunEvent[]): void {
    const { progress } = this.state;
    if (!progress || this.isDisposed) {
      return;
    }
    const next = applyEvents(progress, events);
    this.assign({ progress: next, connection: { kind: 'connected' } });
    if (!isActive(next.run.state)) {
      void this._settle(next.run.id);
    } else if (events.some(({ kind }) => kind === 'reset')) {
      void this._guard(() => this._read(next.run.id));
    }
  }

  /** The run is over: its row, metrics and reports are read once more. */
  private async _settle(id: string): Promise<void> {
    this._follower.stop();
    await this._guard(async () => {
      await this._read(id);
      const page = await this._engine.listRuns(this._scope(), {
        limit: HISTORY
      });
      if (!this.isDisposed) {
        this.assign({ history: page.items });
      }
    });
    const run = this.state.progress?.run;
    if (!this.isDisposed && run?.id === id && !isActive(run.state)) {
      this._ended.emit(run);
    }
  }

  private _lose(error: unknown): void {
    this._follower.stop();
    if (!(error instanceof EngineError)) {
      throw error;
    }
    const { connection, progress } = this.state;
    if (connection.kind !== 'lost') {
      this.assign({ connection: { kind: 'lost', since: new Date() } });
    }
    const id = progress?.run.id;
    this._retry = setTimeout(() => {
      if (id !== undefined && !this.isDisposed) {
        this._read(id).then(
          () => this.assign({ connection: { kind: 'connected' } }),
          (reason: unknown) => this._lose(reason)
        );
      }
    }, this._times.retry);
  }

  /** Runs a request; what the engine says against it becomes state. */
  private async _guard(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this.assign(
        error.isUnreachable
          ? { connection: { kind: 'absent', problem: error.problem } }
          : { refused: error.problem }
      );
    }
  }

  private readonly _path: NotebookPath;
  private readonly _follower: Follower;
  private _retry: ReturnType<typeof setTimeout> | undefined;
  private readonly _ended = new Signal<this, RunSummary>(this);
}
