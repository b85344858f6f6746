import type { IStateDB } from '@jupyterlab/statedb';

import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { IPipelineRegistry } from '../model/registry';

const KEY = 'jupyterlab-kalette:panel-seen';

export interface IFirstLookOptions {
  readonly registry: Pick<IPipelineRegistry, 'current' | 'currentChanged'>;
  readonly store: IStateDB;
  /** Resolves when the layout of the last visit is back; before that it would hide the panel. */
  readonly restored: Promise<unknown>;
  /** Brings the panel up and leaves the keyboard where it is. */
  readonly show: () => void;
}

/**
 * Brings the panel up by itself with the first notebook that is opened with steps, and never
 * again once it was seen, however it came up: who closes it has decided.
 */
export class FirstLook {
  constructor(private readonly _options: IFirstLookOptions) {}

  /** Waits for that notebook, unless the panel was seen on an earlier visit. */
  async begin(): Promise<void> {
    const { registry, store, restored } = this._options;
    const [known] = await Promise.all([store.fetch(KEY), restored]);
    if (known === undefined && !this._isSeen) {
      registry.currentChanged.connect(this._onCurrent, this);
      this._onCurrent(registry, registry.current);
    }
  }

  /** The panel is looked at. */
  seen(): void {
    const { registry, store } = this._options;
    this._isSeen = true;
    registry.currentChanged.disconnect(this._onCurrent, this);
    this._watch(null);
    void store.save(KEY, true);
  }

  private _onCurrent(
    _: IFirstLookOptions['registry'],
    model: NotebookPipelineModel | null
  ): void {
    this._watch(model);
    if (model) {
      this._judge(model);
    }
  }

  private _watch(model: NotebookPipelineModel | null): void {
    if (this._model && !this._model.isDisposed) {
      this._model.stateChanged.disconnect(this._judge, this);
    }
    this._model = model;
    model?.stateChanged.connect(this._judge, this);
  }

  /** What counts is how a notebook was opened: tagging its first cell moves nothing. */
  private _judge(model: NotebookPipelineModel): void {
    if (model.state.analysis === null || this._judged.has(model)) {
      return;
    }
    this._judged.add(model);
    if (model.hasSteps) {
      this._options.show();
    }
  }

  private _model: NotebookPipelineModel | null = null;
  private _isSeen = false;
  private readonly _judged = new WeakSet<NotebookPipelineModel>();
}
