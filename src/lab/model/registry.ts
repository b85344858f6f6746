import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { NotebookPipelineModel } from './pipeline-model';

type Context = DocumentRegistry.IContext<INotebookModel>;

/** The pipelines of all open notebooks. */
export interface IPipelineRegistry {
  /** Of the notebook in use; `null` when none is open. */
  readonly current: NotebookPipelineModel | null;
  readonly currentChanged: ISignal<
    IPipelineRegistry,
    NotebookPipelineModel | null
  >;
  /** The panel in use, in which the commands act. */
  readonly panel: NotebookPanel | null;
  /** Emitted for each notebook that is opened. */
  readonly added: ISignal<IPipelineRegistry, NotebookPipelineModel>;
  /** The model of an open notebook. */
  get(context: Context): NotebookPipelineModel | null;
  /** The model and the panel of a notebook by its path, if it is open. */
  find(path: string): readonly [NotebookPipelineModel, NotebookPanel] | null;
}

/** For plugins that show or change pipelines. */
export const IPipelineRegistry = new Token<IPipelineRegistry>(
  'jupyterlab-kalette:IPipelineRegistry',
  'The pipelines of the notebooks that are open.'
);

interface IEntry {
  readonly model: NotebookPipelineModel;
  readonly panels: Set<NotebookPanel>;
}

/** Keeps one model for each document, however many panels show it. */
export class PipelineRegistry implements IPipelineRegistry {
  constructor(
    private readonly _create: (context: Context) => NotebookPipelineModel
  ) {}

  get current(): NotebookPipelineModel | null {
    return this._panel ? this.get(this._panel.context) : null;
  }

  get currentChanged(): ISignal<this, NotebookPipelineModel | null> {
    return this._currentChanged;
  }

  get panel(): NotebookPanel | null {
    return this._panel;
  }

  get added(): ISignal<this, NotebookPipelineModel> {
    return this._added;
  }

  get(context: Context): NotebookPipelineModel | null {
    return this._entries.get(context)?.model ?? null;
  }

  find(path: string): readonly [NotebookPipelineModel, NotebookPanel] | null {
    for (const { model, panels } of this._entries.values()) {
      const [panel] = panels;
      if (panel && model.path === path) {
        return [model, panel];
      }
    }
    return null;
  }

  /** Counts a panel in; the model goes with the last panel of its document. */
  add(panel: NotebookPanel): IDisposable {
    const { context } = panel;
    let entry = this._entries.get(context);
    if (!entry) {
      entry = { model: this._create(context), panels: new Set() };
      this._entries.set(context, entry);
      this._added.emit(entry.model);
    }
    entry.panels.add(panel);
    return new DisposableDelegate(() => this._remove(panel));
  }

  /** Says which panel is in use. */
  setCurrent(panel: NotebookPanel | null): void {
    if (panel !== this._panel) {
      this._panel = panel;
      this._currentChanged.emit(this.current);
    }
  }

  private _remove(panel: NotebookPanel): void {
    const entry = this._entries.get(panel.context);
    if (!entry) {
      return;
    }
    entry.panels.delete(panel);
    if (entry.panels.size === 0) {
      this._entries.delete(panel.context);
    }
    if (panel === this._panel) {
      this.setCurrent(null);
    }
    if (entry.panels.size === 0) {
      entry.model.dispose();
    }
  }

  private _panel: NotebookPanel | null = null;
  private readonly _entries = new Map<Context, IEntry>();
  private readonly _currentChanged = new Signal<
    this,
    NotebookPipelineModel | null
  >(this);
  private readonly _added = new Signal<this, NotebookPipelineModel>(this);
}
