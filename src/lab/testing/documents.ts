import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type * as nbformat from '@jupyterlab/nbformat';
import { type INotebookModel, NotebookModel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import {
  analyseTags,
  notebookOf,
  type CellInput
} from '../../core/view/testing/samples';
import { NotebookPipelineModel } from '../model/pipeline-model';
import type { IPipelineModelOptions } from '../model/pipeline-state';
import type { AnalysisResult } from '../../core/view';
import { Analysers, type IAnalyser } from '../analysis/analysers';
import { reachService } from '../analysis/border';
import { createAnalysisService } from '../analysis/service';
import { FakeEngine } from './fake-engine';

type Context = DocumentRegistry.IContext<INotebookModel>;

/** An open notebook as its context has it, with JupyterLab's own model behind it. */
export function documentOf(content: object, path = 'digits.ipynb'): Context {
  const model = new NotebookModel();
  model.fromJSON(content as nbformat.INotebookContent);
  model.sharedModel.clearUndoHistory();
  model.dirty = false;
  const context = { model, path, ready: Promise.resolve() };
  const pathChanged = new Signal<object, string>(context);
  return Object.assign(context, { pathChanged }) as unknown as Context;
}

type Analyse = (
  content: unknown,
  file: { readonly name: string }
) => AnalysisResult;

/** Analyses in the page, in the way given. */
export function analyserOf(analyse: Analyse): IAnalyser {
  return new Analysers({
    startWorker: () => {
      throw new Error('There are no workers here.');
    },
    reach: reachService,
    loadService: async () => ({
      ...createAnalysisService(),
      analyse: (_, { content, name }) => analyse(content, { name })
    })
  }).open();
}

/** A notebook's pipeline with an engine that a test can steer. */
export interface ITestPipeline {
  readonly model: NotebookPipelineModel;
  readonly engine: FakeEngine;
  readonly context: Context;
}

/** Opens a notebook of the given cells; analysed by its tags alone unless told otherwise. */
export async function openPipeline(
  cells: readonly CellInput[] | object,
  options: Partial<IPipelineModelOptions> = {},
  engine = new FakeEngine()
): Promise<ITestPipeline> {
  const content = Array.isArray(cells) ? notebookOf(cells) : cells;
  const context = documentOf(content);
  const model = new NotebookPipelineModel({
    context,
    engine,
    localPath: () => context.path,
    openAnalyser: () => analyserOf(analyseTags),
    rest: 5,
    times: { gather: 1, retry: 5 },
    ...options
  });
  await model.analyseNow();
  await settled();
  return { model, engine, context };
}

/** Resolves when timers of a few milliseconds and what they began are over. */
export async function settled(milliseconds = 20): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Resolves when something holds, looked at again and again; rejects after two seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 100) {
      throw new Error('It did not come true.');
    }
    await settled();
  }
}
