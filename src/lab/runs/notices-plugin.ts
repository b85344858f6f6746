import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { RunSummary } from '../../core/api/types';
import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { IPipelineRegistry } from '../model/registry';
import { IPanelState } from '../panel/panel-token';
import { stepTitle } from '../ui/words';

const LONGEST = 140;

/** Tells of runs that ended while nobody could see it. */
export const noticesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:notices',
  description: 'Notifies of runs that ended out of sight.',
  autoStart: true,
  requires: [IPipelineRegistry],
  optional: [IPanelState, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    panel: IPanelState | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    registry.added.connect((_, model) => {
      model.runs.ended.connect((_runs, run) => {
        const isSeen =
          registry.current === model && (panel?.isVisible ?? false);
        if (!isSeen) {
          notify(app, model, run, trans);
        }
      });
    });
  }
};

function notify(
  app: JupyterFrontEnd,
  model: NotebookPipelineModel,
  run: RunSummary,
  trans: ReturnType<ITranslator['load']>
): void {
  const failed = model.state.view?.run?.failed;
  if (run.state === 'succeeded') {
    Notification.success(
      trans.__('%1: run %2 is done.', run.pipeline, run.number),
      { autoClose: 5000 }
    );
  } else if (run.state === 'failed') {
    const text = failed
      ? trans.__(
          '%1: run %2 failed in %3.',
          run.pipeline,
          run.number,
          stepTitle(failed.name, trans)
        )
      : trans.__('%1: run %2 failed.', run.pipeline, run.number);
    Notification.error(text.slice(0, LONGEST), {
      autoClose: false,
      actions: failed
        ? [
            {
              label: trans.__('Open step'),
              callback: () => {
                void app.commands.execute(CommandIDs.openStep, {
                  path: model.path,
                  run: run.id,
                  step: failed.name
                });
              }
            }
          ]
        : []
    });
  }
}
