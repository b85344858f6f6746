import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { NotebookScope } from '../../client/engine-client';
import type { Explanation, Trace } from '../../core/flow/explain/types';
import { readNotebook } from '../../core/notebook';
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
import type { IAnalyser } from '../analysis/analysers';
import { keepSame } from '../analysis/change';
import type {
  IDraft,
  IEdge,
  ISuggestedSteps,
  IVariable
} from '../analysis/service';
import { noteChanges } from '../runs/learn';
import { RunsModel } from '../runs/runs-model';
import { RunFilesModel } from '../snapshots/run-files-model';
import { SnapshotsModel } from '../snapshots/snapshots-model';
import { ModuleSources } from './module-sources';
import { NotebookContent, type ContentChange } from './notebook-content';
import {
  NOTHING_KNOWN,
  NO_FLOW,
  type IPipelineModelOptions,
  type IPipelineState,
  type IPreview,
  type StateChange
} from './pipeline-state';

const REST = 150;

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
    this.runFiles = new RunFilesModel(snapshots, scope, times?.gather);
    this.runs.stateChanged.connect(this._onRuns, this);
    this.runs.ended.connect(this._onEnded, this);
    context.pathChanged.connect(this._onPath, this);
    void context.ready.then(() => this._begin());
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
    return this._content?.read() ?? null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._timer);
    clearInterval(this._clock);
    this._content?.dispose();
    this._modules?.dispose();
    this._analyser?.dispose();
    this.runs.dispose();
    this.snapshots.dispose();
    this.runFiles.dispose();
    this.context.pathChanged.disconnect(this._onPath, this);
    Signal.clearData(this);
  }

  /** Brings the analysis up to date at once, and resolves with it. */
  async analyseNow(): Promise<AnalysisResult | null> {
    await this.context.ready;
    clearTimeout(this._timer);
    await this._analyse();
    return this._state.analysis;
  }

  /** The pipeline as it stands; `null` while there are errors or no steps. */
  async compile(): Promise<Pipeline | null> {
    await this.analyseNow();
    return this._openAnalyser().compile(this._draft);
  }

  /** What the headings and the code of a notebook without tags suggest. */
  async suggest(): Promise<ISuggestedSteps> {
    await this.context.ready;
    return this._openAnalyser().suggest(this._draft);
  }

  /** Why one step waits for another, as the notebook is now. */
  async explain(edge: IEdge): Promise<Explanation> {
    await this.context.ready;
    return this._openAnalyser().explain(this._draft, edge);
  }

  /** Where a variable of a step comes from and goes to; `null` for a step that is gone. */
  async trace(variable: IVariable): Promise<Trace | null> {
    await this.context.ready;
    return this._openAnalyser().trace(this._draft, variable);
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

  private get _draft(): IDraft {
    return {
      content: this.content ?? {},
      name: this.fileName,
      modules: this._modules?.current ?? {}
    };
  }

  private _openAnalyser(): IAnalyser {
    return (this._analyser ??= this._options.openAnalyser());
  }

  private _begin(): void {
    if (this._isDisposed) {
      return;
    }
    this._content = new NotebookContent(this.context.model);
    this._content.changed.connect(this._onContent, this);
    this._openModules();
    this._readTags();
    this._schedule(0);
  }

  private _onContent(_: NotebookContent, change: ContentChange): void {
    this._schedule(change === 'structure' ? 0 : (this._options.rest ?? REST));
  }

  private _schedule(delay: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      void this._analyse();
    }, delay);
  }

  private _openModules(): void {
    const { files, context } = this._options;
    if (files) {
      this._modules = new ModuleSources(files, () => context.path);
      this._modules.changed.connect(() => this._schedule(0));
    }
  }

  /** First pass, from tags alone: names and colours are there at once. */
  private _readTags(): AnalysisResult {
    const { value: notebook, diagnostics } = readNotebook(this.content, {
      name: this.fileName
    });
    const flow = { ...NO_FLOW };
    const analysis = { notebook, diagnostics, flow };
    if (this._state.analysis === null) {
      this._accept(analysis);
    }
    return analysis;
  }

  /** Second pass, with the code: only for notebooks that are tagged. */
  private async _analyse(): Promise<void> {
    if (this._isDisposed || !this._content) {
      return;
    }
    if (!this._isTagged) {
      const tags = this._readTags();
      if (!tags.notebook.isTagged) {
        this._accept(tags);
        return;
      }
      this._isTagged = true;
    }
    const analysis = await this._openAnalyser().analyse(this._draft);
    void this._modules?.follow(this.content ?? {});
    if (!this._isDisposed) {
      this._accept(analysis);
      this._openRuns();
    }
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
    this._schedule(0);
    void this.snapshots.refresh();
  }

  private _state = NOTHING_KNOWN;
  private _hues: ReadonlyMap<StepName, Hue> = new Map();
  private _modules: ModuleSources | null = null;
  private _content: NotebookContent | null = null;
  private _analyser: IAnalyser | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _clock: ReturnType<typeof setInterval> | undefined;
  private _isTagged = false;
  private _isOpened = false;
  private _isDisposed = false;
  private readonly _stateChanged = new Signal<this, StateChange>(this);
}
