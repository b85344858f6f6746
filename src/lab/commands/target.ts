import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { CellId, RoledCell } from '../../core/notebook/types';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { IPipelineRegistry } from '../model/registry';

/** What a command acts on. */
export interface ITarget {
  readonly model: NotebookPipelineModel;
  readonly panel: NotebookPanel;
}

/** The notebook that the argument `path` names, else the one in use; `null` when none is open. */
export function targetOf(
  registry: IPipelineRegistry,
  args: ReadonlyPartialJSONObject = {}
): ITarget | null {
  const { path } = args;
  if (typeof path === 'string') {
    const found = registry.find(path);
    return found && { model: found[0], panel: found[1] };
  }
  const { current, panel } = registry;
  return current && panel && { model: current, panel };
}

/** The cell that the argument `cell` names, else the selected ones. */
export function cellsOf(
  { panel }: ITarget,
  args: ReadonlyPartialJSONObject = {}
): readonly CellId[] {
  const { cell } = args;
  if (typeof cell === 'string') {
    return [cell];
  }
  const { content } = panel;
  const selected = content.selectedCells.filter(
    ({ model }) => model.type === 'code'
  );
  return selected.map(({ model }) => model.id);
}

/** The active cell with its role; `null` where there is none. */
export function activeCell({ model, panel }: ITarget): RoledCell | null {
  const id = panel.content.activeCell?.model.id;
  return (
    model.state.analysis?.notebook.cells.find(({ cell }) => cell.id === id) ??
    null
  );
}
