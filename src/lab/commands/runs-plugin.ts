import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { refreshIcon, runIcon, stopIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { isActive } from '../../core/view/step-state';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { IPipelineRegistry } from '../model/registry';
import { IPanelState } from '../panel/panel-token';
import { kaletteIcon } from '../ui/icons';
import { stepTitle } from '../ui/words';
import { PATH, PATH_ALONE } from './commands-plugin';
import { CommandIDs } from './ids';
import { activeCell, targetOf } from './target';

/** Commands that start, stop and continue runs. */
export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:runs',
  description: 'Adds the commands that run pipelines.',
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
    const { commands } = app;
    addRunCommands(commands, registry, trans, panel);
    addControlCommands(commands, registry, trans);
    for (const command of [
      CommandIDs.run,
      CommandIDs.runToCell,
      CommandIDs.runWithParameters,
      CommandIDs.stopRun,
      CommandIDs.resume
    ]) {
      palette?.addItem({ command, category: trans.__('Pipeline') });
    }
    keepCommandsFresh(commands, registry);
  }
};

type Trans = ReturnType<ITranslator['load']>;

function addRunCommands(
  commands: CommandRegistry,
  registry: IPipelineRegistry,
  trans: Trans,
  panel: IPanelState | null
): void {
  commands.addCommand(CommandIDs.run, {
    label: trans.__('Run Pipeline'),
    caption: trans.__('Run the steps of this notebook as a pipeline'),
    icon: args => (args.toolbar === true ? kaletteIcon : runIcon),
    isEnabled: args => canRun(targetOf(registry, args)?.model),
    isVisible: args =>
      args.toolbar !== true || (targetOf(registry)?.model.hasSteps ?? false),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: PATH,
          parameters: {
            type: 'object',
            description: 'Values for this run alone, by parameter.'
          },
          toolbar: {
            type: 'boolean',
            description: 'True for the button above a notebook.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      if (target) {
        if (args.toolbar === true) {
          panel?.show();
        }
        // Values given for this run stand instead of those in the panel.
        if (
          args.parameters !== undefined ||
          !panel?.showWrongParameter(target.model)
        ) {
          await start(target.model, { parameters: parametersOf(args) });
        }
      }
    }
  });
  commands.addCommand(CommandIDs.runToCell, {
    label: args => {
      const step = stepOf(registry, args);
      return step === null
        ? trans.__('Run Pipeline to This Step')
        : trans.__('Run Pipeline to %1', stepTitle(step, trans));
    },
    caption: trans.__('Run this step and those it needs'),
    isEnabled: args =>
      stepOf(registry, args) !== null &&
      canRun(targetOf(registry, args)?.model),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: PATH,
          step: {
            type: 'string',
            description: 'Name of the step; without it that of the active cell.'
          }
        }
      }
    },
    execute: async args => {
      const target = targetOf(registry, args);
      const until = stepOf(registry, args);
      if (
        target &&
        until !== null &&
        !panel?.showWrongParameter(target.model)
      ) {
        await start(target.model, { until });
      }
    }
  });
  commands.addCommand(CommandIDs.runWithParameters, {
    label: trans.__('Run Pipeline with Parameters…'),
    caption: trans.__('Give values for one run'),
    isEnabled: args =>
      panel !== null && canRun(targetOf(registry, args)?.model),
    describedBy: PATH_ALONE,
    execute: () => panel?.openForm()
  });
}

function addControlCommands(
  commands: CommandRegistry,
  registry: IPipelineRegistry,
  trans: Trans
): void {
  const runs = (args: ReadonlyPartialJSONObject) =>
    targetOf(registry, args)?.model.runs;
  commands.addCommand(CommandIDs.stopRun, {
    label: trans.__('Stop Run'),
    caption: trans.__('Stop the run of this notebook'),
    icon: stopIcon,
    isEnabled: args => {
      const run = runs(args)?.state.progress?.run;
      return run !== undefined && isActive(run.state);
    },
    describedBy: PATH_ALONE,
    execute: args => runs(args)?.stop()
  });
  commands.addCommand(CommandIDs.resume, {
    label: trans.__('Continue Interrupted Run'),
    caption: trans.__('Go on with a run that was cut off, as it was'),
    isEnabled: args => runs(args)?.state.progress?.run.state === 'interrupted',
    isVisible: args => runs(args)?.state.progress?.run.state === 'interrupted',
    describedBy: PATH_ALONE,
    execute: args => runs(args)?.resume()
  });
  commands.addCommand(CommandIDs.checkEngine, {
    label: trans.__('Look for the Pipeline Engine Again'),
    icon: refreshIcon,
    isEnabled: args => runs(args) !== undefined,
    describedBy: PATH_ALONE,
    execute: args => runs(args)?.open()
  });
}

/** The step an argument names, else that of the active cell, else the chosen one. */
function stepOf(
  registry: IPipelineRegistry,
  args: ReadonlyPartialJSONObject
): string | null {
  if (typeof args.step === 'string') {
    return args.step;
  }
  const target = targetOf(registry, args);
  return (
    (target && (activeCell(target)?.step ?? target.model.state.selected)) ??
    null
  );
}

function parametersOf(
  args: ReadonlyPartialJSONObject
): Readonly<Record<string, unknown>> | undefined {
  const { parameters } = args;
  return typeof parameters === 'object' &&
    parameters !== null &&
    Object.keys(parameters).length > 0
    ? (parameters as Readonly<Record<string, unknown>>)
    : undefined;
}

function canRun(model: NotebookPipelineModel | undefined): boolean {
  if (!model) {
    return false;
  }
  const { progress, pending, connection } = model.runs.state;
  const isBusy =
    pending !== null || (progress !== null && isActive(progress.run.state));
  return (
    model.hasSteps &&
    !isBusy &&
    connection.kind !== 'absent' &&
    model.state.view?.plan.blocker === null
  );
}

interface IStart {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly until?: string;
}

/** Runs what stands in the editor now, saved or not. */
async function start(
  model: NotebookPipelineModel,
  { parameters, until }: IStart
): Promise<void> {
  await model.analyseNow();
  const { content } = model;
  if (content && !model.isDisposed && canRun(model)) {
    await model.runs.start({
      content,
      ...(parameters && { parameters }),
      ...(until !== undefined && { until })
    });
  }
}

/** Buttons and menus look again whenever the pipeline in use changes. */
function keepCommandsFresh(
  commands: CommandRegistry,
  registry: IPipelineRegistry
): void {
  const notify = (): void => {
    for (const id of [
      CommandIDs.run,
      CommandIDs.runToCell,
      CommandIDs.stopRun,
      CommandIDs.resume,
      CommandIDs.exportKfp
    ]) {
      if (commands.hasCommand(id)) {
        commands.notifyCommandChanged(id);
      }
    }
  };
  registry.currentChanged.connect(notify);
  registry.added.connect((_, model) => {
    let before = '';
    model.stateChanged.connect((_sender, change) => {
      const now = `${model.hasSteps} ${canRun(model)} ${model.runs.state.progress?.run.state}`;
      if (change !== 'second' && now !== before) {
        before = now;
        notify();
      }
    });
  });
}
