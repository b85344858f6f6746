import { ReactWidget } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

import { type ILabContext, LabContext } from './lab-context';

/** What a page is drawn from. */
interface IPageModel extends IDisposable {
  readonly stateChanged: ISignal<IPageModel, void>;
}

export interface IModelPageOptions<M extends IPageModel> extends ILabContext {
  readonly model: M;
}

/** A page of the main area, drawn again whenever its model changes; it owns the model. */
export abstract class ModelPage<
  M extends IPageModel,
  O extends IModelPageOptions<M>
> extends ReactWidget {
  constructor(protected readonly options: O) {
    super();
    this.addClass('jp-KalettePage');
    options.model.stateChanged.connect(this.update, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.options.model.stateChanged.disconnect(this.update, this);
      this.options.model.dispose();
      super.dispose();
    }
  }

  /** What stands on the page. */
  protected abstract body(): JSX.Element;

  protected render(): JSX.Element {
    const { trans, commands } = this.options;
    return (
      <LabContext.Provider value={{ trans, commands }}>
        {this.body()}
      </LabContext.Provider>
    );
  }
}
