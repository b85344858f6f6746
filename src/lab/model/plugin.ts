import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import {
  type INotebookModel,
  INotebookTracker,
  type NotebookPanel
} from '@jupyterlab/notebook';

import { Analysers } from '../analysis/analysers';
import { reachService } from '../analysis/border';
import { startWorker } from '../analysis/start-worker';
import { openDocuments } from '../snapshots/resume/open-documents';
import { connectEngine } from './connect';
import { NotebookPipelineModel } from './pipeline-model';
import { IPipelineRegistry, PipelineRegistry } from './registry';

/** Keeps the pipeline of each open notebook. */
export const modelPlugin: JupyterFrontEndPlugin<IPipelineRegistry> = {
  id: 'jupyterlab-kalette:model',
  description: 'Reads open notebooks as pipelines, and follows their runs.',
  autoStart: true,
  provides: IPipelineRegistry,
  requires: [INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker
  ): IPipelineRegistry => {
    const { serverSettings, contents } = app.serviceManager;
    const engine = connectEngine(serverSettings);
    const analysers = new Analysers({
      startWorker,
      reach: reachService,
      loadService: async () =>
        (await import('../analysis/service')).createAnalysisService()
    });
    const registry = new PipelineRegistry(
      context =>
        new NotebookPipelineModel({
          context,
          engine,
          openAnalyser: () => analysers.open(),
          files: contents,
          documents: () => openDocuments(app),
          localPath: () => contents.localPath(context.path)
        })
    );
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (
        panel: NotebookPanel,
        _context: DocumentRegistry.IContext<INotebookModel>
      ) => registry.add(panel)
    });
    tracker.currentChanged.connect((_, panel) => {
      registry.setCurrent(panel);
    });
    registry.setCurrent(tracker.currentWidget);
    return registry;
  }
};
