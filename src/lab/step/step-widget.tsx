import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { type ILabContext, LabContext } from '../ui/lab-context';
import type { StepModel } from './step-model';
import { StepPage } from './StepPage';

export interface IStepWidgetOptions extends ILabContext {
  readonly model: StepModel;
  readonly path: string;
  readonly rendermime: IRenderMimeRegistry;
}

/** The page of a step; it owns its model. */
export class StepWidget extends ReactWidget {
  constructor(private readonly _options: IStepWidgetOptions) {
    super();
    this.addClass('jp-KalettePage');
    _options.model.stateChanged.connect(this.update, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._options.model.stateChanged.disconnect(this.update, this);
      this._options.model.dispose();
      super.dispose();
    }
  }

  protected render(): JSX.Element {
    const { trans, commands, model, path, rendermime } = this._options;
    return (
      <LabContext.Provider value={{ trans, commands }}>
        <StepPage
          path={path}
          name={model.step}
          state={model.state}
          rendermime={rendermime}
          onEarlier={() => void model.showEarlier()}
        />
      </LabContext.Provider>
    );
  }
}
