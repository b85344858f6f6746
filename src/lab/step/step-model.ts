import type { INotebookContent } from '@jupyterlab/nbformat';

import { EngineError } from '../../client/engine-client';
import type { LogLine, Problem, Run, RunStep } from '../../core/api/types';
import { StateModel } from '../model/state-model';
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

/** Before anything was read. */
const NOTHING_READ: IStepPageState = {
  run: null,
  step: null,
  report: null,
  log: [],
  hasEarlier: false,
  problem: null
};

/** What the page of one step of one run shows; it follows the step until it is over. */
export class StepModel extends StateModel<IStepPageState> {
  constructor(
    private readonly _runs: RunsModel,
    readonly run: string,
    readonly step: string
  ) {
    super(NOTHING_READ);
    _runs.stateChanged.connect(this._onRuns, this);
    this._onRuns();
    if (!this._isOver) {
      void this._read();
    }
  }

  override dispose(): void {
    this._runs.stateChanged.disconnect(this._onRuns, this);
    super.dispose();
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
    this.assign({ run: progress.run, step });
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
    this.assign({
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
      this.assign({ problem: null });
      const report = await this._runs.report(this.run, this.step);
      this.assign({ report: report as unknown as INotebookContent });
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
        this.assign({ problem: error.problem });
      }
    }
  }

  private _wanted = FIRST_LINES;
  private _isOver = false;
  private _hasWholeLog = false;
}

function isOver({ state }: RunStep): boolean {
  return ['succeeded', 'cached', 'failed', 'cancelled', 'interrupted'].includes(
    state
  );
}
