import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Position } from '../../core/diagnostic';
import type { CellId } from '../../core/notebook/types';

/**
 * Makes a cell the active one and scrolls it into view; with a place, puts the cursor there.
 * Resolves to false when the notebook has no such cell (any more).
 */
export async function revealCell(
  panel: NotebookPanel,
  id: CellId,
  place?: Position
): Promise<boolean> {
  const { content: notebook } = panel;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  const cell = notebook.widgets[index];
  if (!cell) {
    return false;
  }
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'auto', 0.1);
  await cell.ready;
  if (place && cell.editor && !cell.isDisposed) {
    notebook.mode = 'edit';
    cell.editor.setCursorPosition({
      line: place.line - 1,
      column: place.column - 1
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
