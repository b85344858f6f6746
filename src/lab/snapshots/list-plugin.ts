import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ICommandPalette, Notification } from '@jupyterlab/apputils';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { PATH_ALONE } from '../commands/commands-plugin';
import { CommandIDs } from '../commands/ids';
import { targetOf } from '../commands/target';
import { IPipelineRegistry } from '../model/registry';
import { IPanelState } from '../panel/panel-token';
import { snapshotIcon } from '../ui/icons';
import type { IChosen } from './list/actions';
import { OF_STEP, stepUrl } from './step-url';

/** Takes snapshots, and does what can be done with one of the list. */
export const snapshotListPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:snapshot-list',
  description: 'Adds the commands that take, keep and publish snapshots.',
  autoStart: true,
  requires: [IPipelineRegistry],
  optional: [ITranslator, ICommandPalette, IPanelState],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    panel: IPanelState | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    addTake(app, registry, trans, panel);
    addCopy(app, registry, trans);
    addActions(app, registry, trans);
    addFree(app, registry, trans);
    app.serviceManager.contents.fileChanged.connect(() =>
      registry.current?.snapshots.noteWritten()
    );
    for (const command of [CommandIDs.takeSnapshot, CommandIDs.freeRoom]) {
      palette?.addItem({ command, category: trans.__('Pipeline') });
    }
  }
};

const ONE = {
  args: {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string', description: 'Id of the snapshot.' },
      notebook: {
        type: 'string',
        description: 'Path of the notebook whose workspace is meant.'
      },
      kept: {
        type: 'string',
        description: 'The name under which it is kept, if it is.'
      }
    }
  }
};

function addActions(
  { commands }: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: TranslationBundle
): void {
  const add = (
    id: string,
    label: (args: ReadonlyPartialJSONObject) => string,
    action: 'keep' | 'publish' | 'remove'
  ): void => {
    commands.addCommand(id, {
      label,
      describedBy: ONE,
      isEnabled: args => chosenOf(registry, args) !== null,
      execute: async args => {
        const chosen = chosenOf(registry, args);
        if (chosen) {
          const [actions, publishing] = await Promise.all([
            import('./list/actions'),
            import('./list/publish')
          ]);
          await { ...actions, ...publishing }[action](chosen, trans);
        }
      }
    });
  };
  add(
    CommandIDs.keepSnapshot,
    ({ kept }) =>
      typeof kept === 'string' ? trans.__('Keep No Longer') : trans.__('Keep…'),
    'keep'
  );
  add(CommandIDs.publishSnapshot, () => trans.__('Publish…'), 'publish');
  add(CommandIDs.removeSnapshot, () => trans.__('Delete…'), 'remove');
}

function addFree(
  { commands }: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: TranslationBundle
): void {
  commands.addCommand(CommandIDs.freeRoom, {
    label: trans.__('Free Up Room of Snapshots'),
    caption: trans.__(
      'Give back what deleted and cancelled snapshots took, and the oldest where all take too much'
    ),
    isEnabled: args => targetOf(registry, args) !== null,
    describedBy: PATH_ALONE,
    execute: async args => {
      const target = targetOf(registry, args);
      if (target) {
        const { freeRoom } = await import('./list/actions');
        await freeRoom(target.model.snapshots, trans);
      }
    }
  });
}

function chosenOf(
  registry: IPipelineRegistry,
  { notebook, id }: ReadonlyPartialJSONObject
): IChosen | null {
  const path = typeof notebook === 'string' ? { path: notebook } : {};
  const model = targetOf(registry, path)?.model.snapshots;
  const snapshot = model?.state.items.find(item => item.id === id);
  return model && snapshot ? { model, snapshot } : null;
}

function addTake(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: TranslationBundle,
  panel: IPanelState | null
): void {
  app.commands.addCommand(CommandIDs.takeSnapshot, {
    label: trans.__('Take Snapshot'),
    caption: trans.__('Keep the workspace as it is now, to come back to it'),
    icon: snapshotIcon,
    isEnabled: args => targetOf(registry, args) !== null,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          ...PATH_ALONE.args.properties,
          message: {
            type: 'string',
            description: 'What it is for; without it the panel asks.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      if (!target) {
        return;
      }
      const { snapshots } = target.model;
      if (typeof args.message === 'string' || !panel) {
        await target.panel.context.save();
        const id = await snapshots.take(String(args.message ?? ''));
        if (id !== null) {
          const { tellLeftOut } = await import('./list/actions');
          await tellLeftOut(snapshots, id, app.commands, trans);
        }
      } else {
        panel.showView('snapshots');
        snapshots.showForm(true);
      }
    }
  });
}

function addCopy(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.copySnapshotUrl, {
    label: trans.__('Copy Snapshot URL'),
    caption: trans.__(
      'Whoever has it can open the snapshot, where they can reach it'
    ),
    isEnabled: args => urlOf(registry, args) !== null,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          url: {
            type: 'string',
            description: 'The URL; without it that of the newest snapshot.'
          },
          ...OF_STEP
        }
      }
    },
    execute: args => {
      const url = urlOf(registry, args);
      if (url !== null) {
        Clipboard.copyToSystem(url);
        Notification.info(trans.__('The URL of the snapshot is copied.'), {
          autoClose: 3000
        });
      }
    }
  });
}

function urlOf(
  registry: IPipelineRegistry,
  args: ReadonlyPartialJSONObject
): string | null {
  if (args.when !== undefined) {
    return stepUrl(registry, args);
  }
  const [newest] = registry.current?.snapshots.state.items ?? [];
  return typeof args.url === 'string' ? args.url : (newest?.url ?? null);
}
