import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import * as React from 'react';

import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { StateChange } from '../model/pipeline-state';
import type { IPipelineRegistry } from '../model/registry';
import { type ILabContext, LabContext } from '../ui/lab-context';
import type { PanelState } from './panel-state';
import { PanelTabs } from './PanelTabs';
import { PipelinePanel } from './PipelinePanel';
import { SnapshotsView } from '../snapshots/list/SnapshotsView';

export interface IPanelWidgetOptions extends ILabContext {
  readonly registry: IPipelineRegistry;
  readonly state: PanelState;
}

/** Shows the pipeline of the notebook in use. All state is in the models. */
export class PanelWidget extends ReactWidget {
  constructor(private readonly _options: IPanelWidgetOptions) {
    super();
    this.addClass('jp-KalettePanel');
    const { registry, state, trans, commands } = _options;
    this._lab = { trans, commands };
    registry.currentChanged.connect(this._onCurrent, this);
    state.changed.connect(this.update, this);
    this._onCurrent(registry, registry.current);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    const { registry, state } = this._options;
    registry.currentChanged.disconnect(this._onCurrent, this);
    state.changed.disconnect(this.update, this);
    this._watch(null);
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._model?.snapshots.noteShown();
  }

  protected render(): JSX.Element {
    const { state } = this._options;
    state.isRunning = this._model?.state.view?.run?.isActive ?? false;
    return (
      <LabContext.Provider value={this._lab}>
        <PanelTabs
          view={state.view}
          onSelect={view => {
            state.view = view;
          }}
        >
          {state.view === 'pipeline' ? (
            <PipelinePanel model={this._model} panel={state} />
          ) : (
            <SnapshotsView key={this._model?.path} model={this._model} />
          )}
        </PanelTabs>
      </LabContext.Provider>
    );
  }

  private _onCurrent(
    _: IPipelineRegistry,
    model: NotebookPipelineModel | null
  ): void {
    this._watch(model);
    this._options.state.isFormOpen = false;
    this.update();
  }

  private _watch(model: NotebookPipelineModel | null): void {
    if (this._model && !this._model.isDisposed) {
      this._model.stateChanged.disconnect(this._onState, this);
      this._model.snapshots.stateChanged.disconnect(this.update, this);
      this._model.runFiles.stateChanged.disconnect(this.update, this);
    }
    this._model = model;
    model?.stateChanged.connect(this._onState, this);
    model?.snapshots.stateChanged.connect(this.update, this);
    model?.runFiles.stateChanged.connect(this.update, this);
  }

  private _onState(_: NotebookPipelineModel, _change: StateChange): void {
    this.update();
  }

  /** One object for good: what reads it is not drawn again for a new one. */
  private readonly _lab: ILabContext;
  private _model: NotebookPipelineModel | null = null;
}
