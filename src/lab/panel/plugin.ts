import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { CommandIDs } from '../commands/ids';
import { IPipelineRegistry } from '../model/registry';
import { kaletteIcon } from '../ui/icons';
import { FirstLook } from './first-look';
import { IPanelState } from './panel-token';
import { PanelHost } from './panel-host';
import { PanelState, type ViewId, VIEWS } from './panel-state';

/** What the shells of JupyterLab and Notebook 7 have beyond the common one. */
interface ISideShell extends JupyterFrontEnd.IShell {
  collapseLeft?(): void;
  collapseRight?(): void;
}

/** Adds the side panel and the command that shows and hides it. */
export const panelPlugin: JupyterFrontEndPlugin<IPanelState> = {
  id: 'jupyterlab-kalette:panel',
  description: 'Adds the Pipeline side panel.',
  autoStart: true,
  provides: IPanelState,
  requires: [IPipelineRegistry],
  optional: [ITranslator, ICommandPalette, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    store: IStateDB | null
  ): IPanelState => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    const { commands } = app;
    const state = new PanelState(store);
    const show = (): void => app.shell.activateById('kalette-panel');
    const firstLook =
      store && new FirstLook({ registry, store, show, restored: app.restored });
    const host = new PanelHost(async () => {
      firstLook?.seen();
      const { PanelWidget } = await import('./panel-widget');
      return new PanelWidget({ registry, state, trans, commands });
    });
    host.title.icon = kaletteIcon;
    host.title.caption = trans.__('Pipeline');
    app.shell.add(host, 'left', { rank: 510, type: 'Pipeline' });
    restorer?.add(host, host.id);
    void firstLook?.begin();

    commands.addCommand(CommandIDs.togglePanel, {
      label: trans.__('Show Pipeline Panel'),
      caption: trans.__('Show or hide the pipeline of the notebook'),
      icon: kaletteIcon,
      isToggled: () => host.isVisible,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        if (host.isVisible) {
          const shell = app.shell as ISideShell;
          shell.collapseLeft?.();
          if (host.isVisible) {
            shell.collapseRight?.();
          }
        } else {
          show();
        }
      }
    });
    const showView = (view: ViewId): void => {
      state.view = view;
      show();
    };
    addShowView(commands, trans, state, showView);
    palette?.addItem({
      command: CommandIDs.togglePanel,
      category: trans.__('Pipeline')
    });
    for (const view of VIEWS) {
      palette?.addItem({
        command: CommandIDs.showView,
        args: { view },
        category: trans.__('Pipeline')
      });
    }
    return {
      show,
      showView,
      openForm: () => {
        showView('pipeline');
        state.isFormOpen = true;
      },
      explain: question => {
        showView('pipeline');
        state.question = question;
      },
      showWrongParameter: ({ path, state: { view } }) => {
        const wrong = state.drafts.firstWrong(path, view?.parameters ?? []);
        if (wrong) {
          showView('pipeline');
          state.wantedParameter = wrong.name;
        }
        return wrong !== null;
      },
      get isVisible() {
        return host.isVisible;
      }
    };
  }
};

function addShowView(
  commands: CommandRegistry,
  trans: TranslationBundle,
  state: PanelState,
  showView: (view: ViewId) => void
): void {
  commands.addCommand(CommandIDs.showView, {
    label: ({ view }) =>
      view === 'snapshots'
        ? trans.__('Show Snapshots')
        : trans.__('Show Steps'),
    caption: trans.__('Show a view of the pipeline panel'),
    isToggled: ({ view }) => view === state.view,
    describedBy: {
      args: {
        type: 'object',
        required: ['view'],
        properties: {
          view: {
            type: 'string',
            oneOf: VIEWS.map(view => ({ const: view })),
            description: 'Which of its views.'
          }
        }
      }
    },
    execute: ({ view }) => {
      const found = VIEWS.find(id => id === view);
      if (found) {
        showView(found);
      }
    }
  });
}
