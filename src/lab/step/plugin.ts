import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import { PATH } from '../commands/commands-plugin';
import { CommandIDs } from '../commands/ids';
import { targetOf } from '../commands/target';
import { IPipelineRegistry } from '../model/registry';
import { kaletteIcon } from '../ui/icons';
import { mainPage } from '../ui/main-page';
import { stepTitle } from '../ui/words';

/** Opens the page of a step of a run. */
export const stepPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:step',
  description: 'Shows cells, outputs, error and log of a step that ran.',
  autoStart: true,
  requires: [IPipelineRegistry],
  optional: [IRenderMimeRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    rendermime: IRenderMimeRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    const open = new Map<string, Widget>();
    app.commands.addCommand(CommandIDs.openStep, {
      label: trans.__('Open Step'),
      caption: trans.__('Show the outputs and the log of the step'),
      icon: kaletteIcon,
      isEnabled: args => idsOf(registry, args) !== null && rendermime !== null,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            path: PATH,
            run: {
              type: 'string',
              description: 'Id of the run; without it the newest.'
            },
            step: {
              type: 'string',
              description: 'Name of the step; without it the chosen one.'
            }
          }
        }
      },
      execute: async args => {
        const target = targetOf(registry, args);
        const ids = idsOf(registry, args);
        if (!target || !ids || !rendermime) {
          return;
        }
        const id = `kalette-step:${ids.run}/${ids.step}`;
        const known = open.get(id);
        if (known && !known.isDisposed) {
          app.shell.activateById(id);
          return;
        }
        const [{ StepModel }, { StepWidget }] = await Promise.all([
          import('./step-model'),
          import('./step-widget')
        ]);
        const { model, panel } = target;
        const content = new StepWidget({
          model: new StepModel(model.runs, ids.run, ids.step),
          path: model.path,
          rendermime: rendermime.clone({
            resolver: panel.content.rendermime.resolver ?? undefined
          }),
          trans,
          commands: app.commands
        });
        const page = mainPage(content, {
          id,
          label: trans.__(
            '%1 · run %2',
            stepTitle(ids.step, trans),
            ids.number
          ),
          icon: kaletteIcon
        });
        open.set(id, page);
        page.disposed.connect(() => open.delete(id));
        app.shell.add(page, 'main', { ref: panel.id, mode: 'tab-after' });
        app.shell.activateById(id);
      }
    });
  }
};

interface IStepIds {
  readonly run: string;
  readonly step: string;
  readonly number: number;
}

function idsOf(
  registry: IPipelineRegistry,
  args: {
    readonly run?: unknown;
    readonly step?: unknown;
    readonly path?: unknown;
  }
): IStepIds | null {
  const target = targetOf(
    registry,
    typeof args.path === 'string' ? { path: args.path } : {}
  );
  if (!target) {
    return null;
  }
  const { progress, history } = target.model.runs.state;
  const run = typeof args.run === 'string' ? args.run : progress?.run.id;
  const step =
    typeof args.step === 'string' ? args.step : target.model.state.selected;
  const number =
    progress?.run.id === run
      ? progress?.run.number
      : history.find(({ id }) => id === run)?.number;
  return run !== undefined && step !== null
    ? { run, step, number: number ?? 0 }
    : null;
}
