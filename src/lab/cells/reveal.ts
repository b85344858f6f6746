import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Position, Where } from '../../core/diagnostic';
import { untilTouched } from '../ui/until-touched';

/** A cell by its id, or by its place where the notebook has no such id. */
export type CellPlace = Pick<Where, 'cell'> & Partial<Pick<Where, 'index'>>;

/**
 * Makes a cell the active one and scrolls it into view; with a position, puts the cursor
 * there, unless the person goes on before the cell is drawn. Resolves to false when the notebook
 * has no such cell (any more).
 */
export async function revealCell(
  panel: NotebookPanel,
  where: CellPlace,
  position?: Position
): Promise<boolean> {
  const { content: notebook } = panel;
  const byId = notebook.widgets.findIndex(cell => cell.model.id === where.cell);
  const index = byId < 0 ? (where.index ?? -1) : byId;
  const cell = notebook.widgets[index];
  if (!cell) {
    return false;
  }
  const touched = untilTouched();
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'auto', 0.1);
  await cell.ready;
  const isLate = touched.signal.aborted;
  touched.abort();
  if (position && cell.editor && !cell.isDisposed && !isLate) {
    notebook.mode = 'edit';
    cell.editor.setCursorPosition({
      line: position.line - 1,
      column: position.column - 1
    });
    cell.editor.focus();
  }
  return true;
}

/** Gives the keyboard back to the notebook, in command mode. */
export function focusNotebook(panel: NotebookPanel): void {
  panel.content.mode = 'command';
  panel.content.activate();
  panel.content.activeCell?.node.focus({ preventScroll: true });
}
