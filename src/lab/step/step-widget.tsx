import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';

import { type IModelPageOptions, ModelPage } from '../ui/model-page';
import type { StepModel } from './step-model';
import { StepPage } from './StepPage';

export interface IStepWidgetOptions extends IModelPageOptions<StepModel> {
  readonly path: string;
  readonly rendermime: IRenderMimeRegistry;
}

/** The page of a step; it owns its model. */
export class StepWidget extends ModelPage<StepModel, IStepWidgetOptions> {
  protected body(): JSX.Element {
    const { model, path, rendermime } = this.options;
    return (
      <StepPage
        path={path}
        name={model.step}
        state={model.state}
        rendermime={rendermime}
        onEarlier={() => void model.showEarlier()}
      />
    );
  }
}
