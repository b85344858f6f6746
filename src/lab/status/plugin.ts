import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands/ids';
import { IPipelineRegistry } from '../model/registry';
import { IPanelState } from '../panel/panel-token';
import { StatusItem } from './status-item';

/** Says in the status bar how the pipeline in use is doing. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:status',
  description: 'Shows steps, problems and runs in the status bar.',
  autoStart: true,
  requires: [IPipelineRegistry],
  optional: [IStatusBar, IPanelState, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    statusBar: IStatusBar | null,
    panel: IPanelState | null,
    translator: ITranslator | null
  ): void => {
    if (!statusBar) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    const item = new StatusItem(registry, trans, () => {
      panel?.show();
      const run = registry.current?.state.view?.run;
      if (!run?.isActive && registry.current?.state.view?.problems.length) {
        void app.commands.execute(CommandIDs.nextProblem);
      }
    });
    statusBar.registerStatusItem(statusPlugin.id, {
      item,
      align: 'left',
      rank: 20,
      isActive: () => item.isActive,
      activeStateChanged: item.activeChanged
    });
  }
};
