import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Diagnostic } from '../../core/diagnostic';
import { commandsPlugin, PATH_ALONE } from '../commands/commands-plugin';
import { CommandIDs } from '../commands/ids';
import { type ITarget, targetOf } from '../commands/target';
import { exportIcon } from '../ui/icons';

/** Writes the pipeline as files for other systems. */
export const exportPlugin = commandsPlugin({
  id: 'jupyterlab-kalette:export',
  description: 'Exports pipelines to Kubeflow Pipelines.',
  add: (app, registry, trans) => {
    app.commands.addCommand(CommandIDs.exportKfp, {
      label: trans.__('Export to Kubeflow Pipelines'),
      caption: trans.__('Write the pipeline as YAML beside the notebook'),
      icon: exportIcon,
      isEnabled: args => targetOf(registry, args)?.model.hasSteps ?? false,
      describedBy: PATH_ALONE,
      execute: async args => {
        const target = targetOf(registry, args);
        if (target) {
          await exportTarget(app, target, trans);
        }
      }
    });
    return [{ command: CommandIDs.exportKfp }];
  }
});

type Trans = TranslationBundle;

async function exportTarget(
  app: JupyterFrontEnd,
  { model }: ITarget,
  trans: Trans
): Promise<void> {
  const [{ exportKfp }, pipeline] = await Promise.all([
    import('./export-kfp'),
    model.compile()
  ]);
  if (!pipeline) {
    refuse(
      model.state.view?.problems.map(item => item.diagnostic),
      trans
    );
    return;
  }
  const { path, diagnostics, refusal } = await exportKfp({
    pipeline,
    notebook: model.context.path,
    contents: app.serviceManager.contents,
    mayReplace: file => mayReplace(file, trans)
  });
  if (refusal !== null) {
    tellRefusal(refusal, trans);
    return;
  }
  if (path === null) {
    refuse(diagnostics, trans);
    return;
  }
  tellWritten(app, path, diagnostics, trans);
}

function tellWritten(
  app: JupyterFrontEnd,
  path: string,
  diagnostics: readonly Diagnostic[],
  trans: Trans
): void {
  const name = PathExt.basename(path);
  const notes = diagnostics.length;
  Notification.success(
    notes > 0
      ? trans._n(
          'Wrote %2. %1 note: %3',
          'Wrote %2. %1 notes, first: %3',
          notes,
          name,
          diagnostics[0].message
        )
      : trans.__('Wrote %1.', name),
    {
      autoClose: 5000,
      actions: [
        {
          label: trans.__('Open'),
          callback: () => {
            void app.commands.execute('docmanager:open', { path });
          }
        }
      ]
    }
  );
}

function refuse(diagnostics: readonly Diagnostic[] = [], trans: Trans): void {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) {
    Notification.error(trans.__('Not exported. %1', error.message), {
      autoClose: false
    });
  }
}

/** The file goes beside the notebook, so another place needs the notebook there too. */
function tellRefusal(reason: string, trans: Trans): void {
  Notification.error(
    trans.__(
      'Not exported, for the file cannot be written beside the notebook: %1. Save the notebook in a folder that you may write to (File › Save Notebook As…), then export again.',
      reason.replace(/\.$/, '')
    ),
    { autoClose: false }
  );
}

async function mayReplace(path: string, trans: Trans): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Replace %1?', PathExt.basename(path)),
    body: trans.__('The file is there already. Its content will be lost.'),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Replace') })
    ]
  });
  return button.accept;
}
