import {
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs } from '../commands/ids';
import { targetOf } from '../commands/target';
import { IPipelineRegistry } from '../model/registry';
import { snapshotIcon } from '../ui/icons';
import type { ILabContext } from '../ui/lab-context';
import type { IOpenTools } from './open-pages';
import { ResumedMemory } from './resume/resumed-memory';
import { OF_STEP, stepUrl } from './step-url';
import { hasNotes } from './tab-notes';

/** Shows and opens snapshots, also by a link. */
export const snapshotsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:snapshots',
  description: 'Shows and opens snapshots of workspaces.',
  autoStart: true,
  requires: [IPipelineRegistry],
  optional: [ITranslator, ICommandPalette, IRouter, IStateDB, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    router: IRouter | null,
    store: IStateDB | null,
    notebooks: INotebookTracker | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    const memory = store && new ResumedMemory(store);
    const tools = {
      ...{ app, trans, commands: app.commands, memory },
      onRestored: () => void registry.current?.snapshots.refresh()
    };
    addOpen(tools, registry);
    if (hasNotes()) {
      void app.restored
        .then(() => import('./open-pages'))
        .then(({ bringBack }) => bringBack(tools));
    }
    if (memory && notebooks) {
      bringBars(app, { trans, commands: app.commands }, notebooks, memory);
    }
    addShow(app, registry, trans);
    palette?.addItem({
      command: CommandIDs.openSnapshot,
      category: trans.__('Pipeline')
    });
    if (router) {
      addRoute(app, router);
    }
  }
};

const NOTEBOOK = {
  type: 'string',
  description: 'Path of the notebook whose workspace is meant.'
} as const;

function addOpen(tools: IOpenTools, registry: IPipelineRegistry): void {
  const { commands, trans } = tools;
  commands.addCommand(CommandIDs.openSnapshot, {
    label: args => openLabel(args, trans),
    caption: trans.__('Asks before anything is fetched, written or run'),
    icon: snapshotIcon,
    isEnabled: args =>
      args.when === undefined || stepUrl(registry, args) !== null,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          url: {
            type: 'string',
            description: 'Address of the snapshot; without it one is asked for.'
          },
          notebook: NOTEBOOK,
          to: {
            type: 'string',
            oneOf: [{ const: 'new' }, { const: 'here' }],
            description: 'Where it is proposed to be opened.'
          },
          isFollowed: {
            type: 'boolean',
            description:
              'True for a link that somebody else may have made: places on the network are asked only once that is agreed to.'
          },
          ...OF_STEP
        }
      }
    },
    execute: async args => {
      const isStep = args.when !== undefined;
      const url = isStep
        ? stepUrl(registry, args)
        : typeof args.url === 'string'
          ? args.url
          : await (await import('./ask-url')).askUrl(trans);
      if (url !== null) {
        const { openConsent } = await import('./open-pages');
        const to = isStep || args.to === 'here' ? 'here' : 'new';
        const notebook =
          typeof args.notebook === 'string'
            ? args.notebook
            : (registry.current?.path ?? '');
        const isFollowed = args.isFollowed === true;
        await openConsent(tools, { url, notebook, to, isFollowed });
      }
    }
  });
}

/** A bar above a notebook stays there when the page is loaded again. */
function bringBars(
  { serviceManager }: JupyterFrontEnd,
  lab: ILabContext,
  notebooks: INotebookTracker,
  memory: ResumedMemory
): void {
  notebooks.widgetAdded.connect(async (_, panel) => {
    const { recallBar } = await import('./resume/add-bar');
    await recallBar(lab, panel, memory, serviceManager.serverSettings);
  });
}

function openLabel(
  args: ReadonlyPartialJSONObject,
  trans: TranslationBundle
): string {
  switch (args.when) {
    case 'before':
      return trans.__('Open Snapshot Before This Step');
    case 'after':
      return trans.__('Open Snapshot After This Step');
    default:
      return trans.__('Open Snapshot…');
  }
}

function addShow(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: TranslationBundle
): void {
  const { commands } = app;
  commands.addCommand(CommandIDs.showSnapshot, {
    label: args =>
      args.isComparing === true
        ? trans.__('Diff with…')
        : trans.__('Browse Files'),
    caption: trans.__('Show files and variables of a snapshot'),
    isEnabled: args => targetOf(registry, pathOf(args)) !== null,
    describedBy: {
      args: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', description: 'Id of the snapshot.' },
          notebook: NOTEBOOK,
          isComparing: {
            type: 'boolean',
            description: 'True to choose what it is compared with.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, pathOf(args));
      if (target && typeof args.id === 'string') {
        const { openSnapshotPage } = await import('./open-pages');
        const tools = { app, trans, commands };
        const isComparing = args.isComparing === true;
        openSnapshotPage(tools, target.model, args.id, isComparing);
      }
    }
  });
}

/** The notebook of a command as others name it. */
function pathOf({
  notebook
}: ReadonlyPartialJSONObject): ReadonlyPartialJSONObject {
  return typeof notebook === 'string' ? { path: notebook } : {};
}

const ROUTE = 'kalette:route-snapshot';

/** Milliseconds after which a document of the address is waited for no more. */
const PATIENCE = 5000;

/** Resolves when the document that an address names is open: it would cover what comes before. */
function documentOf(app: JupyterFrontEnd, path: string): Promise<void> {
  const [, tree] = /\/tree\/(.+)$/.exec(path) ?? [];
  if (tree === undefined) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const { commands } = app;
    const done = (): void => {
      clearTimeout(timer);
      commands.commandExecuted.disconnect(look);
      resolve();
    };
    const look = (
      _: unknown,
      { id, result }: CommandRegistry.ICommandExecutedArgs
    ): void => {
      if (id === 'docmanager:open') {
        void result.finally(done);
      }
    };
    const timer = setTimeout(done, PATIENCE);
    commands.commandExecuted.connect(look);
  });
}

/**
 * A link with a snapshot asks as the command does, once: the address is that of others again, and
 * a page that is loaded again knows by itself what is not decided.
 */
function addRoute(app: JupyterFrontEnd, router: IRouter): void {
  app.commands.addCommand(ROUTE, {
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const { path, search, hash } = router.current;
      const { withoutSnapshot } = await import('../../core/view');
      const found = withoutSnapshot(`${path}${search ?? ''}${hash ?? ''}`);
      if (!found) {
        return;
      }
      router.navigate(found.rest, { skipRouting: true });
      // The layout comes back only once all routes are done, so this one does not wait for it.
      void app.restored
        .then(() => documentOf(app, path))
        .then(() =>
          app.commands.execute(CommandIDs.openSnapshot, {
            url: found.snapshot,
            isFollowed: true
          })
        );
    }
  });
  router.register({ command: ROUTE, pattern: /[?&]snapshot=[^&#]+/, rank: 20 });
}
