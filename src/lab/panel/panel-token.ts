import { Token } from '@lumino/coreutils';

import type { StepName } from '../../core/notebook/types';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { ViewId } from './panel-state';

/** Why a step waits; without `from`, for each of those that it waits for directly. */
export interface IQuestion {
  /** Path of the notebook. */
  readonly path: string;
  readonly to: StepName;
  readonly from?: StepName;
}

/** The side panel, for commands that bring something up in it. */
export interface IPanelState {
  readonly isVisible: boolean;
  show(): void;
  /** Shows one of its views. */
  showView(view: ViewId): void;
  /** Shows the form for one run's parameters. */
  openForm(): void;
  /** Shows why a step waits: for one other, or for all that it waits for. */
  explain(question: IQuestion): void;
  /**
   * Puts the keyboard into the first parameter whose text in the panel is no value of it;
   * false when there is none, so that a run may start.
   */
  showWrongParameter(model: NotebookPipelineModel): boolean;
}

/** For plugins that show something in the panel. */
export const IPanelState = new Token<IPanelState>(
  'jupyterlab-kalette:IPanelState',
  'The Pipeline side panel.'
);
