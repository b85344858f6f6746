import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, showErrorMessage } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ServerConnection } from '@jupyterlab/services';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands/ids';
import { kaletteIcon } from '../ui/icons';
import { loadExample, writeExample } from './load-example';

const DEFAULT = 'digits';

/** Opens examples in a folder of their own. */
export const examplesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:examples',
  description: 'Opens the example pipelines.',
  autoStart: true,
  optional: [ITranslator, ICommandPalette, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    app.commands.addCommand(CommandIDs.openExample, {
      label: args =>
        args.isLauncher === true
          ? trans.__('Example pipeline')
          : typeof args.name === 'string'
            ? trans.__('Open Pipeline Example: %1', args.name)
            : trans.__('Open Pipeline Example'),
      caption: trans.__('Copy an example into a new folder and open it'),
      icon: kaletteIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'Name of the example.' },
            cwd: {
              type: 'string',
              description: 'Folder to put it in; without it the top one.'
            },
            isLauncher: {
              type: 'boolean',
              description: 'True for the card of the launcher.'
            }
          }
        }
      },
      execute: async args => {
        const name = typeof args.name === 'string' ? args.name : DEFAULT;
        const cwd = typeof args.cwd === 'string' ? args.cwd : '';
        await openExample(app, name, cwd, trans);
      }
    });
    palette?.addItem({
      command: CommandIDs.openExample,
      category: trans.__('Pipeline')
    });
    launcher?.add({
      command: CommandIDs.openExample,
      args: { isLauncher: true },
      category: trans.__('Pipelines'),
      rank: 0
    });
  }
};

async function openExample(
  app: JupyterFrontEnd,
  name: string,
  cwd: string,
  trans: ReturnType<ITranslator['load']>
): Promise<void> {
  const { contents, serverSettings } = app.serviceManager;
  try {
    const files = await loadExample(name, serverSettings);
    const path = await writeExample(name, files, cwd, contents);
    if (path !== null) {
      await app.commands.execute('docmanager:open', { path });
    }
  } catch (error) {
    if (
      !(error instanceof ServerConnection.ResponseError) &&
      !(error instanceof ServerConnection.NetworkError)
    ) {
      throw error;
    }
    await showErrorMessage(
      trans.__('The example could not be opened'),
      error.message
    );
  }
}
