import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { revealCell } from '../cells/reveal';
import { IPipelineRegistry } from '../model/registry';
import { IPanelState } from '../panel/panel-token';
import { stepTitle } from '../ui/words';
import { PATH, PATH_ALONE } from './commands-plugin';
import { CommandIDs } from './ids';
import { activeCell, type ITarget, targetOf } from './target';

/** Commands that say why steps wait, and what they hand on. */
export const explainPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:explain',
  description: 'Adds the commands that explain what flows between steps.',
  autoStart: true,
  requires: [IPipelineRegistry, IPanelState],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    panel: IPanelState,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    addExplain(app, registry, panel, trans);
    addVariables(app, registry, trans);
    const category = trans.__('Pipeline');
    for (const command of [CommandIDs.explain, CommandIDs.showVariables]) {
      palette?.addItem({ command, category });
    }
  }
};

const STEP = { type: 'string', description: 'Name of a step.' } as const;

function addExplain(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  panel: IPanelState,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.explain, {
    label: args => {
      const to = stepOf(app, registry, args);
      return to === null
        ? trans.__('Explain Why This Step Waits')
        : trans.__('Explain Why %1 Waits', stepTitle(to, trans));
    },
    caption: trans.__('Show the lines for which a step waits for others'),
    isEnabled: args => {
      const view = targetOf(registry, args)?.model.state.view;
      const to = stepOf(app, registry, args);
      return view?.steps.some(({ name }) => name === to) ?? false;
    },
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: PATH,
          to: {
            ...STEP,
            description: 'The step that waits; without it that in use.'
          },
          from: {
            ...STEP,
            description: 'The step waited for; without it all of them.'
          }
        }
      }
    },
    execute: args => {
      const to = stepOf(app, registry, args);
      const target = targetOf(registry, args);
      if (target && to !== null) {
        const { from } = args;
        panel.explain({
          path: target.model.path,
          to,
          ...(typeof from === 'string' && { from })
        });
      }
    }
  });
}

/** The step that arguments name, else that of the row under the menu, else of the active cell. */
function stepOf(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  args: ReadonlyPartialJSONObject
): string | null {
  if (typeof args.to === 'string') {
    return args.to;
  }
  const target = targetOf(registry, args);
  const row = app.contextMenuHitTest(node => node.dataset.step !== undefined);
  const known = target?.model.state.view?.steps ?? [];
  const named = known.find(({ name }) => name === row?.dataset.step)?.name;
  const active = target && activeCell(target)?.step;
  return named ?? active ?? target?.model.state.selected ?? null;
}

function addVariables(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.showVariables, {
    label: trans.__('Go to the Variables of This Step'),
    caption: trans.__('Put the keyboard on the names above the step'),
    isEnabled: args => {
      const target = targetOf(registry, args);
      return target !== null && headOf(target) !== null;
    },
    describedBy: PATH_ALONE,
    execute: async args => {
      const target = targetOf(registry, args);
      const head = target && headOf(target);
      if (!target || head === null) {
        return;
      }
      await revealCell(target.panel, { cell: head });
      const cell = target.panel.content.widgets.find(
        ({ model }) => model.id === head
      );
      cell?.node.querySelector<HTMLElement>('.jp-KaletteVar')?.focus();
    }
  });
}

/** The cell whose strip shows what the step of the active cell receives and hands on. */
function headOf(target: ITarget): string | null {
  const active = activeCell(target);
  const { cells } = target.model.state;
  const view = active && cells.get(active.cell.id);
  const head = view?.step?.cells[0] ?? view?.cell;
  const flow = head === undefined ? undefined : cells.get(head)?.flow;
  return head !== undefined && flow && flow.kind !== 'none' ? head : null;
}
