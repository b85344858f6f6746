import type { NotebookPanel } from '@jupyterlab/notebook';

import { takeFocus } from '../ui/take-focus';
import { untilTouched } from '../ui/until-touched';
import { focusNotebook } from './reveal';

/**
 * Gives the keyboard to the notebook after `reveal`, which tells whether it found something,
 * unless the person has gone on meanwhile. Where it came from may be drawn anew, or be a menu
 * that closes, a little later.
 */
export async function keepInNotebook(
  panel: NotebookPanel,
  reveal: () => Promise<boolean>
): Promise<void> {
  const touched = untilTouched();
  const isThere = await reveal();
  const isWanted = isThere && !touched.signal.aborted;
  touched.abort();
  if (!isWanted) {
    return;
  }
  focusNotebook(panel);
  const { activeCell, node } = panel.content;
  if (activeCell) {
    takeFocus(activeCell.node, node);
  }
}
