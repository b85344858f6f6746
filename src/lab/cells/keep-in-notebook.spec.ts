import type { NotebookPanel } from '@jupyterlab/notebook';

import { keepInNotebook } from './keep-in-notebook';

let cell: HTMLInputElement;
let editor: HTMLInputElement;
let panel: NotebookPanel;

beforeEach(() => {
  cell = document.createElement('input');
  editor = document.createElement('input');
  document.body.replaceChildren(cell, editor);
  const content = {
    activate: () => cell.focus(),
    activeCell: { node: cell },
    node: cell
  };
  panel = { content } as unknown as NotebookPanel;
});

describe('keepInNotebook', () => {
  it('gives the keyboard to the notebook once the cell is there', async () => {
    editor.focus();
    await keepInNotebook(panel, () => Promise.resolve(true));
    expect(document.activeElement).toBe(cell);
  });

  it('leaves it where it is when there is no such cell', async () => {
    editor.focus();
    await keepInNotebook(panel, () => Promise.resolve(false));
    expect(document.activeElement).toBe(editor);
  });

  it('comes too late for who has opened something else meanwhile', async () => {
    await keepInNotebook(panel, async () => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 't' }));
      editor.focus();
      await Promise.resolve();
      return true;
    });
    expect(document.activeElement).toBe(editor);
  });
});
