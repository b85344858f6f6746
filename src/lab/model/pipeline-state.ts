import type { ModuleFiles } from './module-sources';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';

import type { EngineClient } from '../../client/engine-client';
import type { CellId, StepName } from '../../core/notebook/types';
import type {
  AnalysisResult,
  CellView,
  Hue,
  PipelineView
} from '../../core/view';
import type { IAnalyser } from '../analysis/analysers';
import type { IRunsTimes } from '../runs/runs-state';
import type { IEditedDocument } from '../snapshots/resume/open-documents';

/** Which part of the state is new. */
export type StateChange = 'analysis' | 'runs' | 'second' | 'marks';

/** What views show of a notebook. */
export interface IPipelineState {
  /** `null` until the notebook was read. */
  readonly analysis: AnalysisResult | null;
  readonly view: PipelineView | null;
  readonly cells: ReadonlyMap<CellId, CellView>;
  /** The step chosen in the panel. */
  readonly selected: StepName | null;
  /** The step under the pointer, anywhere. */
  readonly hovered: StepName | null;
  /** Cells that a suggested step would take, which nothing was written to. */
  readonly preview: IPreview | null;
}

/** Cells shown as if they were tagged. */
export interface IPreview {
  readonly cells: ReadonlySet<CellId>;
  /** `null` for roles that are no steps. */
  readonly hue: Hue | null;
}

/** What a model works with. */
export interface IPipelineModelOptions {
  readonly context: DocumentRegistry.IContext<INotebookModel>;
  readonly engine: EngineClient;
  /** Path of the notebook relative to the served folder, at the time of the call. */
  readonly localPath: () => string;
  /** Called once, for a notebook that needs it; the model disposes of what it gets. */
  readonly openAnalyser: () => IAnalyser;
  /** Documents that are open, with what is typed in them. */
  readonly documents?: () => readonly IEditedDocument[];
  /** Where modules beside the notebook can be read. */
  readonly files?: ModuleFiles;
  /** Milliseconds of rest after typing before the notebook is analysed. */
  readonly rest?: number;
  readonly times?: IRunsTimes;
}

/** Before the notebook was read. */
export const NOTHING_KNOWN: IPipelineState = {
  analysis: null,
  view: null,
  cells: new Map(),
  selected: null,
  hovered: null,
  preview: null
};

/** What is known from tags alone. */
export const NO_FLOW: AnalysisResult['flow'] = {
  parameters: [],
  definitions: [],
  steps: [],
  edges: [],
  metrics: []
};
