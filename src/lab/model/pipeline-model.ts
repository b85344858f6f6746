import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { NotebookScope } from '../../client/scope';
import type { Explanation, Trace } from '../../core/flow/explain/types';
import type { StepName } from '../../core/notebook/types';
import type { Pipeline } from '../../core/pipeline/types';
import {
  arrowsOf,
  assignHues,
  cellViews,
  isActive,
  keepEqual,
  pipelineView,
  stepNames,
  type AnalysisResult,
  type Hue
} from '../../core/view';
import { keepSame } from '../analysis/change';
import type { IEdge, ISuggestedSteps, IVariable } from '../analysis/service';
import { noteChanges } from '../runs/learn';
import { RunsModel } from '../runs/runs-model';
import { RunFilesModel } from '../snapshots/run-files/run-files-model';
import { SnapshotsModel } from '../snapshots/list/snapshots-model';
import { NotebookAnalysis } from './notebook-analysis';
import {
  NOTHING_KNOWN,
  type IPipelineModelOptions,
  type IPipelineState,
  type IPreview,
  type StateChange
} from './pipeline-state';

/**
 * Everything that is known of one notebook as a pipeline: analysis and runs. Views render
 * its state and hold none; it lives as long as the notebook is open in some panel.
 */
export class NotebookPipelineModel implements IDisposable {
  constructor(private readonly _options: IPipelineModelOptions) {
    const { context, engine, localPath, times } = _options;
    const scope = (): NotebookScope => ({ notebook: localPath() });
    this.runs = new RunsModel(engine, scope, times);
    const { snapshots } = engine;
    this.snapshots = new SnapshotsModel(snapshots, scope, times?.gather);
    this.runFiles = new RunFilesModel(
      snapshots,
      scope,
      _options.documents ?? (() => []),
      times?.gather
    );
    this.runs.stateChanged.connect(this._onRuns, this);
    this.runs.ended.connect(this._onEnded, this);
    context.pathChanged.connect(this._onPath, this);
    this._analysis = new NotebookAnalysis(_options);
    this._analysis.found.connect(this._onFound, this);
  }

  readonly runs: RunsModel;
  readonly snapshots: SnapshotsModel;
  readonly runFiles: RunFilesModel;

  get context(): DocumentRegistry.IContext<INotebookModel> {
    return this._options.context;
  }

  get state(): IPipelineState {
    return this._state;
  }

  get stateChanged(): ISignal<this, StateChange> {
    return this._stateChanged;
  }

  /** Path of the notebook, relative to the served folder. */
  get path(): string {
    return this._options.localPath();
  }

  get fileName(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /** False when the notebook says that it is in another language. */
  get isPython(): boolean {
    const language = this._state.analysis?.notebook.language ?? null;
    return language === null || language === 'python' || language === 'ipython';
  }

  /** True when at least one step is tagged, or code stands in the metrics cell. */
  get hasSteps(): boolean {
    const { analysis } = this._state;
    return (
      analysis !== null &&
      (analysis.notebook.steps.length > 0 || analysis.flow.steps.length > 0)
    );
  }

  /** The notebook as it stands in the editor, without outputs. */
  get content(): object | null {
    return this._analysis.content;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearInterval(this._clock);
    this._analysis.dispose();
    this.runs.dispose();
    this.snapshots.dispose();
    this.runFiles.dispose();
    this.context.pathChanged.disconnect(this._onPath, this);
    Signal.clearData(this);
  }

  /** Brings the analysis up to date at once, and resolves with it. */
  async analyseNow(): Promise<AnalysisResult | null> {
    await this._analysis.now();
    return this._state.analysis;
  }

  /** The pipeline as it stands; `null` while there are errors or no steps. */
  async compile(): Promise<Pipeline | null> {
    await this.analyseNow();
    return this._analysis.analyser.compile(this._analysis.draft);
  }

  /** What the headings and the code of a notebook without tags suggest. */
  async suggest(): Promise<ISuggestedSteps> {
    await this.context.ready;
    return this._analysis.analyser.suggest(this._analysis.draft);
  }

  /** Why one step waits for another, as the notebook is now. */
  async explain(edge: IEdge): Promise<Explanation> {
    await this.context.ready;
    return this._analysis.analyser.explain(this._analysis.draft, edge);
  }

  /** Where a variable of a step comes from and goes to; `null` for a step that is gone. */
  async trace(variable: IVariable): Promise<Trace | null> {
    await this.context.ready;
    return this._analysis.analyser.trace(this._analysis.draft, variable);
  }

  /** Chooses a step in the panel; `null` chooses none. */
  select(step: StepName | null): void {
    this._mark({ selected: step });
  }

  /** Says which step the pointer is on, so that all its pictures light up. */
  hover(step: StepName | null): void {
    this._mark({ hovered: step });
  }

  /** Shows cells as if they were tagged, without writing anything; `null` ends that. */
  showPreview(preview: IPreview | null): void {
    this._mark({ preview });
  }

  private _mark(change: Partial<IPipelineState>): void {
    const next = { ...this._state, ...change };
    const { selected, hovered, preview } = this._state;
    if (
      next.selected !== selected ||
      next.hovered !== hovered ||
      next.preview !== preview
    ) {
      this._state = next;
      this._stateChanged.emit('marks');
    }
  }

  private _onFound(_: NotebookAnalysis, analysis: AnalysisResult): void {
    this._accept(analysis);
    this._openRuns();
  }

  /** Notebooks without a pipeline never wake the engine. */
  private _openRuns(): void {
    if (this.hasSteps && !this._isOpened) {
      this._isOpened = true;
      void this.runs.open();
    }
  }

  private _accept(analysis: AnalysisResult): void {
    const { analysis: before } = this._state;
    // Before the code was read no arrows were known that colours could go by.
    const isFirst = !before?.flow.steps.length && analysis.flow.steps.length;
    this._hues = assignHues(
      stepNames(analysis),
      isFirst ? new Map() : this._hues,
      arrowsOf(analysis)
    );
    this._refresh(analysis, 'analysis');
  }

  private _onRuns(): void {
    const { analysis } = this._state;
    const run = this.runs.state.progress?.run;
    this._keepTime(run !== undefined && isActive(run.state));
    if (analysis) {
      this._refresh(analysis, 'runs');
    } else {
      this._stateChanged.emit('runs');
    }
  }

  /** Only a run that ends while the notebook is open writes into it. */
  private _onEnded(): void {
    const run = this.runs.state.progress?.run;
    if (run) {
      noteChanges(this.context.model.sharedModel, run.steps);
    }
    void this.snapshots.refresh();
  }

  private _refresh(analysis: AnalysisResult, change: StateChange): void {
    const { progress, history } = this.runs.state;
    const view = keepSame(
      this._state.view,
      pipelineView({
        analysis,
        history,
        run: progress?.run ?? null,
        hues: this._hues
      })
    );
    const cells = keepEqual(this._state.cells, cellViews(analysis, view.steps));
    this._state = { ...this._state, analysis, view, cells };
    this._stateChanged.emit(change);
  }

  /** While a run is active, times are shown by the second. */
  private _keepTime(isRunning: boolean): void {
    if (isRunning && this._clock === undefined) {
      this._clock = setInterval(() => {
        this._stateChanged.emit('second');
      }, 1000);
    } else if (!isRunning) {
      clearInterval(this._clock);
      this._clock = undefined;
    }
  }

  private _onPath(): void {
    this._isOpened = false;
    this._analysis.schedule(0);
    void this.snapshots.refresh();
  }

  private readonly _analysis: NotebookAnalysis;
  private _state = NOTHING_KNOWN;
  private _hues: ReadonlyMap<StepName, Hue> = new Map();
  private _clock: ReturnType<typeof setInterval> | undefined;
  private _isOpened = false;
  private _isDisposed = false;
  private readonly _stateChanged = new Signal<this, StateChange>(this);
}
