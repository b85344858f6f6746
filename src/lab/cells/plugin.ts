import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate, DisposableSet } from '@lumino/disposable';

import { CommandIDs } from '../commands/ids';
import { IPipelineRegistry } from '../model/registry';
import { CellDecorator } from './cell-decorator';
import type { IProblemMarksOptions } from './problem-marks';

/** Shows on the cells which step they belong to. */
export const cellsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-kalette:cells',
  description:
    'Shows the step of each cell: a strip above it, a colour beside it.',
  autoStart: true,
  requires: [IPipelineRegistry],
  optional: [ITranslator, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    registry: IPipelineRegistry,
    translator: ITranslator | null,
    settings: ISettingRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kalette');
    const decorators = new Set<CellDecorator>();
    let hasStrips = true;
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (panel: NotebookPanel) => {
        const model = registry.get(panel.context);
        if (!model) {
          throw new Error('The notebook has no pipeline model.');
        }
        const decorator = new CellDecorator({
          panel,
          model,
          trans,
          onEdit: cell => {
            void app.commands.execute(CommandIDs.tagEdit, { cell });
          }
        });
        decorator.hasStrips = hasStrips;
        decorators.add(decorator);
        const details = new DisposableSet();
        details.add(decorator);
        void addDetails(
          { panel, model, commands: app.commands, trans },
          details
        );
        return new DisposableDelegate(() => {
          decorators.delete(decorator);
          details.dispose();
        });
      }
    });
    void settings?.load(cellsPlugin.id).then(loaded => {
      const apply = (): void => {
        hasStrips = loaded.get('strips').composite === true;
        for (const decorator of decorators) {
          decorator.hasStrips = hasStrips;
        }
      };
      loaded.changed.connect(apply);
      apply();
    });
  }
};

/** What is shown in and above the code once it is there; the set owns it. */
async function addDetails(
  options: IProblemMarksOptions,
  details: DisposableSet
): Promise<void> {
  const [{ ProblemMarks }, { VariableHints }] = await Promise.all([
    import('./problem-marks'),
    import('./variable-hints')
  ]);
  if (!details.isDisposed) {
    details.add(new ProblemMarks(options));
    details.add(new VariableHints(options));
  }
}
