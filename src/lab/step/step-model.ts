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
  readonly log: readonly LogLine[];
  readonly problem: Problem | null;
}

/** What the page of one step of one run shows; it follows the step until it is over. */
export class StepModel implements IDisposable {
  constructor(
    private readonly _runs: RunsModel,
    readonly run: string,
    readonly step: string
  ) {
    _runs.stateChanged.connect(this._onRuns, this);
    this._onRuns();
    void this._read();
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

  private _onRuns(): void {
    const { progress } = this._runs.state;
    if (progress?.run.id !== this.run) {
      return;
    }
    const step =
      progress.run.steps.find(({ name }) => name === this.step) ?? null;
    const wasOver = this._isOver;
    this._isOver = step !== null && isOver(step);
    const live = progress.logs.get(this.step)?.lines;
    this._set({
      run: progress.run,
      step,
      ...(live && !this._hasWholeLog && { log: live })
    });
    if (this._isOver && !wasOver) {
      void this._read();
    }
  }

  private async _read(): Promise<void> {
    try {
      const log = await this._runs.logs(this.run, this.step);
      this._hasWholeLog = this._isOver;
      this._set({ log, problem: null });
      const report = await this._runs.report(this.run, this.step);
      this._set({ report: report as unknown as INotebookContent });
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
    problem: null
  };
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
