import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { readNotebook } from '../../core/notebook';
import type { AnalysisResult } from '../../core/view';
import type { IAnalyser } from '../analysis/analysers';
import type { IDraft } from '../analysis/service';
import { ModuleSources } from './module-sources';
import { NotebookContent, type ContentChange } from './notebook-content';
import { NO_FLOW, type IPipelineModelOptions } from './pipeline-state';

const REST = 150;

type IOptions = Pick<
  IPipelineModelOptions,
  'context' | 'files' | 'openAnalyser' | 'localPath' | 'rest'
>;

/**
 * The analysis of one notebook, kept up to date as it is edited: from tags alone at first, then
 * with the code, and only where there are tags.
 */
export class NotebookAnalysis implements IDisposable {
  constructor(private readonly _options: IOptions) {
    void _options.context.ready.then(() => this._begin());
  }

  /** What was found, each time that something was. */
  get found(): ISignal<this, AnalysisResult> {
    return this._found;
  }

  /** The notebook as it stands in the editor, without outputs. */
  get content(): object | null {
    return this._content?.read() ?? null;
  }

  /** What an analyser is asked about. */
  get draft(): IDraft {
    const path = this._options.localPath();
    return {
      content: this.content ?? {},
      name: path.slice(path.lastIndexOf('/') + 1),
      modules: this._modules?.current ?? {}
    };
  }

  /** The analyser, started when it is asked for first; it goes with this. */
  get analyser(): IAnalyser {
    return (this._analyser ??= this._options.openAnalyser());
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
    this._content?.dispose();
    this._modules?.dispose();
    this._analyser?.dispose();
    Signal.clearData(this);
  }

  /** Analyses after so many milliseconds, unless asked again before. */
  schedule(delay: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      void this._analyse();
    }, delay);
  }

  /** Brings it up to date at once. */
  async now(): Promise<void> {
    await this._options.context.ready;
    clearTimeout(this._timer);
    await this._analyse();
  }

  private _begin(): void {
    if (this._isDisposed) {
      return;
    }
    const { context, files } = this._options;
    this._content = new NotebookContent(context.model);
    this._content.changed.connect(this._onContent, this);
    if (files) {
      this._modules = new ModuleSources(files, () => context.path);
      this._modules.changed.connect(() => this.schedule(0));
    }
    // Names and colours are there at once.
    this._found.emit(this._readTags());
    this.schedule(0);
  }

  private _onContent(_: NotebookContent, change: ContentChange): void {
    this.schedule(change === 'structure' ? 0 : (this._options.rest ?? REST));
  }

  private _readTags(): AnalysisResult {
    const { value: notebook, diagnostics } = readNotebook(this.content, {
      name: this.draft.name
    });
    return { notebook, diagnostics, flow: { ...NO_FLOW } };
  }

  private async _analyse(): Promise<void> {
    if (this._isDisposed || !this._content) {
      return;
    }
    if (!this._isTagged) {
      const tags = this._readTags();
      if (!tags.notebook.isTagged) {
        this._found.emit(tags);
        return;
      }
      this._isTagged = true;
    }
    const analysis = await this.analyser.analyse(this.draft);
    void this._modules?.follow(this.content ?? {});
    if (!this._isDisposed) {
      this._found.emit(analysis);
    }
  }

  private _content: NotebookContent | null = null;
  private _modules: ModuleSources | null = null;
  private _analyser: IAnalyser | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isTagged = false;
  private _isDisposed = false;
  private readonly _found = new Signal<this, AnalysisResult>(this);
}
