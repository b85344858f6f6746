import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { Edit, Where } from '../../core/diagnostic';
import { keepInNotebook } from '../cells/keep-in-notebook';
import { type CellPlace, revealCell } from '../cells/reveal';
import type { IPipelineRegistry } from '../model/registry';
import { commandsPlugin, PATH, PATH_ALONE } from './commands-plugin';
import { CommandIDs } from './ids';
import { nextPlace, problemsInOrder, walkProblems } from './problem-walk';
import { type ITarget, targetOf } from './target';

/** Commands that go to cells, steps and problems, and apply fixes. */
export const movesPlugin = commandsPlugin({
  id: 'jupyterlab-kalette:moves',
  description: 'Adds the commands that go to steps and problems.',
  add: (app, registry, trans) => {
    addGoTo(app, registry, trans);
    addFix(app, registry, trans);
    addWalk(app.commands, registry, trans);
    return [
      { command: CommandIDs.nextProblem },
      { command: CommandIDs.previousProblem },
      { command: CommandIDs.nextStep },
      { command: CommandIDs.previousStep }
    ];
  }
});

type Trans = TranslationBundle;

function addGoTo(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: Trans
): void {
  app.commands.addCommand(CommandIDs.goToCell, {
    label: trans.__('Go to Cell'),
    describedBy: {
      args: {
        type: 'object',
        required: ['cell'],
        properties: {
          path: PATH,
          cell: { type: 'string', description: 'Id of the cell.' },
          index: {
            type: 'integer',
            description: 'Place of the cell, from 0, where no cell has the id.'
          },
          line: { type: 'integer', description: 'Line of the cell, from 1.' },
          column: { type: 'integer', description: 'Column, from 1.' },
          isQuiet: {
            type: 'boolean',
            description: 'True to leave the keyboard where it is.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      const { cell, index, line, column } = args;
      if (!target || typeof cell !== 'string') {
        return;
      }
      const where = { cell, ...(typeof index === 'number' && { index }) };
      if (args.isQuiet === true) {
        await revealCell(target.panel, where);
        return;
      }
      app.shell.activateById(target.panel.id);
      const start =
        typeof line === 'number'
          ? { line, column: typeof column === 'number' ? column : 1 }
          : undefined;
      await goTo(target, where, start);
    }
  });
}

async function goTo(
  { panel }: ITarget,
  where: CellPlace,
  start?: Where['start']
): Promise<void> {
  if (start) {
    await revealCell(panel, where, start);
  } else {
    await keepInNotebook(panel, () => revealCell(panel, where));
  }
}

function addFix(
  app: JupyterFrontEnd,
  registry: IPipelineRegistry,
  trans: Trans
): void {
  app.commands.addCommand(CommandIDs.applyFix, {
    label: args =>
      typeof args.title === 'string' ? args.title : trans.__('Apply Fix'),
    describedBy: {
      args: {
        type: 'object',
        required: ['edits'],
        properties: {
          title: { type: 'string', description: 'What the fix does.' },
          edits: {
            type: 'array',
            description: 'Edits of tags and sources, as a diagnostic has them.'
          },
          isShown: {
            type: 'boolean',
            description:
              'True to go to what was changed, with the keyboard where it can be undone.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      if (!target || !Array.isArray(args.edits)) {
        return;
      }
      const edits = args.edits as unknown as readonly Edit[];
      const { applyEdits } = await import('../tags/edit-cells');
      applyEdits(target.panel.context.model.sharedModel, edits);
      if (args.isShown === true) {
        app.shell.activateById(target.panel.id);
        await goToEdited(target, edits);
      }
    }
  });
}

/** After a change of one text to its editor, else to the first cell that changed. */
async function goToEdited(
  target: ITarget,
  edits: readonly Edit[]
): Promise<void> {
  const { onlyTextOf } = await import('../tags/edit-cells');
  const [first] = edits;
  if (first?.kind === 'source' && onlyTextOf(edits) !== null) {
    await goTo(target, { cell: first.cell }, first.start);
    return;
  }
  const { panel } = target;
  await keepInNotebook(panel, async () => {
    if (first) {
      await revealCell(panel, { cell: cellOf(first) });
    }
    return true;
  });
}

function cellOf(edit: Edit): string {
  switch (edit.kind) {
    case 'insert':
      return edit.beside;
    case 'move':
      return edit.first;
    case 'tags':
    case 'source':
    case 'settings':
    case 'changes':
    case 'ignore':
      return edit.cell;
  }
}

function addWalk(
  commands: CommandRegistry,
  registry: IPipelineRegistry,
  trans: Trans
): void {
  const add = (
    id: string,
    label: string,
    hasAny: (target: ITarget) => boolean,
    walk: (target: ITarget) => Promise<void>
  ): void => {
    commands.addCommand(id, {
      label,
      isEnabled: args => {
        const target = targetOf(registry, args);
        return target !== null && hasAny(target);
      },
      describedBy: PATH_ALONE,
      execute: async args => {
        const target = targetOf(registry, args);
        if (target) {
          await walk(target);
        }
      }
    });
  };
  const problems = (id: string, label: string, by: 1 | -1): void =>
    add(
      id,
      label,
      target => problemsInOrder(target).length > 0,
      target => walkProblems(target, by, commands, trans)
    );
  const steps = (id: string, label: string, by: 1 | -1): void =>
    add(
      id,
      label,
      target => stepPlaces(target).length > 0,
      async target => {
        const place = nextPlace(target, stepPlaces(target), by);
        if (place) {
          await goTo(target, place);
        }
      }
    );
  problems(CommandIDs.nextProblem, trans.__('Next Problem'), 1);
  problems(CommandIDs.previousProblem, trans.__('Previous Problem'), -1);
  steps(CommandIDs.nextStep, trans.__('Go to Next Step'), 1);
  steps(CommandIDs.previousStep, trans.__('Go to Previous Step'), -1);
}

function stepPlaces({ model }: ITarget): readonly Where[] {
  const heads = new Set(model.state.view?.steps.map(({ cells }) => cells[0]));
  return (model.state.analysis?.notebook.cells ?? [])
    .filter(({ cell }) => heads.has(cell.id))
    .map(({ cell }) => ({ cell: cell.id, index: cell.index }));
}
