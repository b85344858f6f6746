import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { ROLES, type Role } from '../../core/notebook/types';
import { revealCell } from '../cells/reveal';
import type { IPipelineRegistry } from '../model/registry';
import { tagIcon } from '../ui/icons';
import { roleWord } from '../ui/words';
import { commandsPlugin } from './commands-plugin';
import { CommandIDs } from './ids';
import { activeCell, cellsOf, type ITarget, targetOf } from './target';

const CELL = {
  type: 'string',
  description: 'Id of a cell; without it the selected cells.'
} as const;

/** Commands that change what cells are for. */
export const tagsPlugin = commandsPlugin({
  id: 'jupyterlab-kalette:tags',
  description: 'Adds the commands that tag cells.',
  add: (app, registry, trans) => {
    addEdit(app, registry, trans);
    addTag(app.commands, registry, trans);
    return [
      { command: CommandIDs.tagEdit },
      { command: CommandIDs.untag },
      ...ROLES.map(role => ({ command: CommandIDs.tag, args: { role } }))
    ];
  }
});

type Trans = TranslationBundle;

function addEdit(
  { commands, shell }: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: Trans
): void {
  commands.addCommand(CommandIDs.tagEdit, {
    label: trans.__('Edit Tag'),
    caption: trans.__('Choose the step of this cell and how it runs'),
    icon: tagIcon,
    isEnabled: args => hasCells(registry, args),
    isVisible: args => hasCells(registry, args),
    describedBy: {
      args: { type: 'object', properties: { cell: CELL } }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      if (target) {
        shell.activateById(target.panel.id);
        await openEditor(target, cellsOf(target, args), commands, trans);
      }
    }
  });
}

/** The editor hangs at the name on the cell's strip, else at the cell's upper edge. */
async function openEditor(
  target: ITarget,
  cells: readonly string[],
  commands: CommandRegistry,
  trans: Trans
): Promise<void> {
  const { model, panel } = target;
  const [first] = cells;
  if (first === undefined) {
    return;
  }
  const [{ TagPopover }, analysis] = await Promise.all([
    import('../tags/tag-popover'),
    model.analyseNow()
  ]);
  if (cells.length === 1) {
    await revealCell(panel, { cell: first });
  }
  const cell = panel.content.widgets.find(widget => widget.model.id === first);
  if (!cell || !analysis || model.isDisposed) {
    return;
  }
  const anchor =
    cell.node.querySelector<HTMLElement>('.jp-KaletteStrip > button') ??
    cell.inputArea?.node ??
    cell.node;
  TagPopover.open({ commands, trans, model, panel, cells, anchor });
}

function addTag(
  commands: CommandRegistry,
  registry: IPipelineRegistry,
  trans: Trans
): void {
  commands.addCommand(CommandIDs.tag, {
    label: args =>
      isRole(args.role)
        ? trans.__('Tag Cell as %1', roleWord(args.role, trans))
        : trans.__('Tag Cell'),
    caption: trans.__('Say what the selected cells are for'),
    isEnabled: args => isRole(args.role) && hasCells(registry, args),
    describedBy: {
      args: {
        type: 'object',
        required: ['role'],
        properties: {
          cell: CELL,
          role: {
            type: 'string',
            description: `One of: ${ROLES.join(', ')}.`
          },
          step: {
            type: 'string',
            description: 'Name of the step; without it a free one.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      if (target && isRole(args.role)) {
        await tag(target, args.role, args, commands);
      }
    }
  });
  commands.addCommand(CommandIDs.untag, {
    label: trans.__('Remove Tag'),
    caption: trans.__('Take the selected cells’ roles away'),
    isEnabled: args => hasCells(registry, args),
    describedBy: {
      args: { type: 'object', properties: { cell: CELL } }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      const { untagCells } = await import('../tags/tag-cells');
      if (target) {
        untagCells(
          target.panel.context.model.sharedModel,
          cellsOf(target, args)
        );
      }
    }
  });
}

/** A new step gets a name that is free, and the editor opens for a better one. */
async function tag(
  target: ITarget,
  role: Role,
  args: ReadonlyPartialJSONObject,
  commands: CommandRegistry
): Promise<void> {
  const [{ freeStepName, tagCells }, analysis] = await Promise.all([
    import('../tags/tag-cells'),
    target.model.analyseNow()
  ]);
  const cells = cellsOf(target, args);
  if (!analysis || cells.length === 0) {
    return;
  }
  const given = typeof args.step === 'string' ? args.step : null;
  const active = activeCell(target);
  const own = active?.own === true && cells.length === 1 ? active.step : null;
  const name = given ?? own ?? freeStepName(analysis.notebook);
  tagCells(target.panel.context.model.sharedModel, cells, role, name);
  if (role === 'step' && given === null) {
    await commands.execute(CommandIDs.tagEdit, args);
  }
}

function hasCells(
  registry: IPipelineRegistry,
  args: ReadonlyPartialJSONObject
): boolean {
  const target = targetOf(registry, args);
  return target !== null && cellsOf(target, args).length > 0;
}

function isRole(value: unknown): value is Role {
  return ROLES.some(role => role === value);
}
