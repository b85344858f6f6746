import type { INotebookContent } from '@jupyterlab/nbformat';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { EngineError } from '../../client/engine-client';
import type { LogLine, Problem, Run, RunStep } from '../../core/api/types';
import type { RunsModel } from '../runs/runs-model';

export interface IStepPageState {
  readonly run: Run | null;
  readonly step: RunStep | null;
  /** The executed notebook, once there is one. */
  readonly report: INotebookContent | null;
  /** The end of the log. */
  readonly log: readonly LogLine[];
  /** True when lines before those can be shown. */
  readonly hasEarlier: boolean;
  readonly problem: Problem | null;
}

/** Lines of the log that are shown at first. */
export const FIRST_LINES = 1000;

/** How many times as many are shown whenever earlier ones are asked for. */
const MORE = 4;

/** What the page of one step of one run shows; it follows the step until it is over. */
export class StepModel implements IDisposable {
  constructor(
    private readonly _runs: RunsModel,
    readonly run: string,
    readonly step: string
  ) {
    _runs.stateChanged.connect(this._onRuns, this);
    this._onRuns();
    if (!this._isOver) {
      void this._read();
    }
  }

  get state(): IStepPageState {
    return this._state;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._runs.stateChanged.disconnect(this._onRuns, this);
    Signal.clearData(this);
  }

  /** Shows more of the log, which goes on to be followed. */
  async showEarlier(): Promise<void> {
    this._wanted *= MORE;
    if (this._hasWholeLog || !this._showLive()) {
      await this._guard(() => this._readLog());
    }
  }

  private _onRuns(): void {
    const { progress } = this._runs.state;
    if (progress?.run.id !== this.run) {
      return;
    }
    const step =
      progress.run.steps.find(({ name }) => name === this.step) ?? null;
    const wasOver = this._isOver;
    this._isOver = step !== null && isOver(step);
    this._set({ run: progress.run, step });
    if (!this._hasWholeLog) {
      this._showLive();
    }
    if (this._isOver && !wasOver) {
      void this._read();
    }
  }

  /** Shows what the run's events brought; false when there is nothing of it here. */
  private _showLive(): boolean {
    const { progress } = this._runs.state;
    const lines =
      progress?.run.id === this.run
        ? progress.logs.get(this.step)?.lines
        : undefined;
    if (lines) {
      this._showEnd(lines);
    }
    return lines !== undefined;
  }

  private _showEnd(lines: readonly LogLine[]): void {
    this._set({
      log: lines.slice(-this._wanted),
      hasEarlier: lines.length > this._wanted
    });
  }

  private async _readLog(): Promise<void> {
    const isWhole = this._isOver;
    // One more than is shown tells whether there are others.
    const last = this._wanted + 1;
    const lines = await this._runs.logs(this.run, this.step, last);
    this._hasWholeLog ||= isWhole;
    this._showEnd(lines);
  }

  private async _read(): Promise<void> {
    await this._guard(async () => {
      await this._readLog();
      this._set({ problem: null });
      const report = await this._runs.report(this.run, this.step);
      this._set({ report: report as unknown as INotebookContent });
    });
  }

  private async _guard(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      // A step that has not ended has no report yet; that is no news.
      if (this._isOver && error.problem.status !== 404) {
        this._set({ problem: error.problem });
      }
    }
  }

  private _set(change: Partial<IStepPageState>): void {
    if (!this._isDisposed) {
      this._state = { ...this._state, ...change };
      this._stateChanged.emit();
    }
  }

  private _state: IStepPageState = {
    run: null,
    step: null,
    report: null,
    log: [],
    hasEarlier: false,
    problem: null
  };
  private _wanted = FIRST_LINES;
  private _isOver = false;
  private _hasWholeLog = false;
  private _isDisposed = false;
  private readonly _stateChanged = new Signal<this, void>(this);
}

function isOver({ state }: RunStep): boolean {
  return ['succeeded', 'cached', 'failed', 'cancelled', 'interrupted'].includes(
    state
  );
}
