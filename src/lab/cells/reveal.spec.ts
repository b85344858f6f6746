import type { NotebookPanel } from '@jupyterlab/notebook';

import { revealCell } from './reveal';

/** A notebook of cells of these ids, which tells what was made the active one. */
function panelOf(...ids: readonly string[]) {
  const content = {
    widgets: ids.map(id => ({ model: { id }, ready: Promise.resolve() })),
    activeCellIndex: -1,
    deselectAll: () => undefined,
    scrollToItem: () => Promise.resolve()
  };
  return { content, panel: { content } as unknown as NotebookPanel };
}

describe('revealCell', () => {
  it.each([
    ['its id, wherever it stands now', { cell: 'b', index: 0 }, 1],
    ['its place where no cell has the id', { cell: 'cell-2', index: 2 }, 2]
  ])('finds a cell by %s', async (_, where, index) => {
    const { content, panel } = panelOf('a', 'b', 'c');
    expect(await revealCell(panel, where)).toBe(true);
    expect(content.activeCellIndex).toBe(index);
  });

  it.each([{ cell: 'gone' }, { cell: 'gone', index: 9 }])(
    'finds nothing for %j',
    async where => {
      const { content, panel } = panelOf('a', 'b');
      expect(await revealCell(panel, where)).toBe(false);
      expect(content.activeCellIndex).toBe(-1);
    }
  );

  it.each([
    ['puts the cursor there', false],
    ['comes too late for who presses a key meanwhile', true]
  ])('%s', async (_, isTouched) => {
    const { content, panel } = panelOf('a');
    const editor = { focus: jest.fn(), setCursorPosition: jest.fn() };
    Object.assign(content.widgets[0] ?? {}, { editor });
    const revealed = revealCell(panel, { cell: 'a' }, { line: 2, column: 3 });
    if (isTouched) {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    }
    expect(await revealed).toBe(true);
    expect(editor.focus).toHaveBeenCalledTimes(isTouched ? 0 : 1);
  });
});
