import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';

import {
  METADATA_KEY,
  readTag,
  renameStep,
  setPrev,
  setRole,
  setSettings
} from '../../core/notebook';
import type {
  CellId,
  Notebook,
  Role,
  StepDeclaration,
  StepName,
  StepSettings
} from '../../core/notebook/types';
import { cellsById, changeCells, tagsOf, type ICellChange } from './edit-cells';

/** Gives cells a role; a step needs a name. */
export function tagCells(
  notebook: ISharedNotebook,
  cells: readonly CellId[],
  role: Role,
  step?: StepName
): void {
  const byId = cellsById(notebook);
  changeCells(
    notebook,
    changesOf(cells, byId, cell => ({
      tags: setRole(tagsOf(cell), role, step)
    }))
  );
}

/** Takes away the role of cells and all that goes with it. */
export function untagCells(
  notebook: ISharedNotebook,
  cells: readonly CellId[]
): void {
  const byId = cellsById(notebook);
  changeCells(
    notebook,
    changesOf(cells, byId, cell => ({
      tags: setRole(tagsOf(cell), null),
      kalette: setSettings([], cell.getMetadata(METADATA_KEY), {}).metadata
    }))
  );
}

/** Renames a step in all its cells and wherever another step waits for it. */
export function renameWholeStep(
  notebook: ISharedNotebook,
  from: StepName,
  to: StepName
): void {
  changeCells(
    notebook,
    notebook.cells.map(cell => ({
      cell: cell.id,
      tags: renameStep(tagsOf(cell), from, to)
    }))
  );
}

/** Sets which steps a step waits for beside those that its code needs. */
export function writePrev(
  notebook: ISharedNotebook,
  step: StepDeclaration,
  prev: readonly StepName[]
): void {
  const byId = cellsById(notebook);
  const [head, ...others] = namingCells(step, byId);
  changeCells(notebook, [
    ...changesOf([head], byId, cell => ({ tags: setPrev(tagsOf(cell), prev) })),
    ...changesOf(others, byId, cell => ({ tags: setPrev(tagsOf(cell), []) }))
  ]);
}

/** Writes all settings of a step to its first cell, and takes them off the others. */
export function writeSettings(
  notebook: ISharedNotebook,
  step: StepDeclaration,
  settings: StepSettings
): void {
  const byId = cellsById(notebook);
  const [head] = namingCells(step, byId);
  changeCells(
    notebook,
    changesOf(step.cells, byId, cell => {
      const { tags, metadata } = setSettings(
        tagsOf(cell),
        cell.getMetadata(METADATA_KEY),
        cell.id === head ? settings : {}
      );
      return { tags, kalette: metadata };
    })
  );
}

/** A step name that is not taken. */
export function freeStepName(notebook: Notebook): StepName {
  const taken = new Set(notebook.steps.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = `step_${number}`;
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** Cells that carry the step's name, in notebook order; at least one does. */
function namingCells(
  step: StepDeclaration,
  byId: ReadonlyMap<CellId, ISharedCell>
): readonly CellId[] {
  const naming = step.cells.filter(id => {
    const cell = byId.get(id);
    return cell && tagsOf(cell).some(tag => readTag(tag).kind === 'step');
  });
  return naming.length > 0 ? naming : step.cells;
}

function changesOf(
  cells: readonly CellId[],
  byId: ReadonlyMap<CellId, ISharedCell>,
  change: (cell: ISharedCell) => Omit<ICellChange, 'cell'>
): readonly ICellChange[] {
  return cells.flatMap(id => {
    const cell = byId.get(id);
    return cell ? [{ cell: id, ...change(cell) }] : [];
  });
}
