import type { EditorView } from '@codemirror/view';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Where } from '../../core/diagnostic';
import { offsetIn } from './problem-field';

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
    const from = offsetIn(view.state.doc, place.start);
    const to = offsetIn(view.state.doc, place.end ?? place.start);
    const rect = rectOfRange(view, from, Math.max(from, to));
    if (rect) {
      return rect;
    }
  }
  const strip = cell.node.querySelector('.jp-KaletteStrip button');
  const { left, top, width } = cell.node.getBoundingClientRect();
  return strip?.getBoundingClientRect() ?? new DOMRect(left, top, width, 22);
}

/** From the first line of a range to its last, beginning where it does; `null` out of sight. */
export function rectOfRange(
  view: EditorView,
  from: number,
  to: number
): DOMRect | null {
  const first = view.coordsAtPos(from);
  const last = view.coordsAtPos(to, -1) ?? first;
  if (!first || !last) {
    return null;
  }
  // What is as high as half a window leaves no room beside it: its beginning has to do.
  const isLow = last.bottom - first.top < window.innerHeight / 2;
  const { bottom, right } = isLow ? last : first;
  const width = Math.max(right - first.left, 0);
  return new DOMRect(first.left, first.top, width, bottom - first.top);
}

/** CodeMirror's view of an editor; `null` for editors of another kind, or none. */
export function viewOf(
  editor: CodeEditor.IEditor | null
): CodeMirrorEditor['editor'] | null {
  return editor instanceof CodeMirrorEditor ? editor.editor : null;
}
