import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Where } from '../../core/diagnostic';
import { viewOf } from './problem-marks';

/** Where a place of a notebook is in the window: its line, else the head of its cell. */
export function rectOf(panel: NotebookPanel, place: Where): DOMRect | null {
  const cell = panel.content?.widgets.find(
    ({ model }) => model.id === place.cell
  );
  if (!cell || cell.isDisposed || !cell.node.isConnected) {
    return null;
  }
  const view = viewOf(cell.editor);
  if (place.start && view) {
    const { doc } = view.state;
    const line = doc.line(Math.min(place.start.line, doc.lines));
    const offset = Math.min(line.from + place.start.column - 1, line.to);
    const at = view.coordsAtPos(offset);
    if (at) {
      const { left, top, right, bottom } = at;
      return new DOMRect(left, top, right - left, bottom - top);
    }
  }
  const strip = cell.node.querySelector('.jp-KaletteStrip button');
  const { left, top, width } = cell.node.getBoundingClientRect();
  return strip?.getBoundingClientRect() ?? new DOMRect(left, top, width, 22);
}
