import { Token } from '@lumino/coreutils';

import type { NotebookPipelineModel } from '../model/pipeline-model';

/** The side panel, for commands that bring something up in it. */
export interface IPanelState {
  readonly isVisible: boolean;
  show(): void;
  /** Shows the form for one run's parameters. */
  openForm(): void;
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
