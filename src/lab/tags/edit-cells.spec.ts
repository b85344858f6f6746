import { notebookOf } from '../../core/view/testing/samples';
import { documentOf } from '../testing/documents';
import { applyEdits, namePipeline, offsetAt, tagsOf } from './edit-cells';

const open = () =>
  documentOf(
    notebookOf([
      [['step:a', 'mine'], 'x = 1\ny = x\nz = y'],
      [['step:b'], 'print(z)']
    ])
  ).model.sharedModel;

describe('applyEdits', () => {
  it('makes several edits of one text as one undoable change', () => {
    const notebook = open();
    applyEdits(notebook, [
      {
        kind: 'source',
        cell: 'c0',
        start: { line: 1, column: 1 },
        end: { line: 1, column: 2 },
        text: 'first'
      },
      {
        kind: 'source',
        cell: 'c0',
        start: { line: 3, column: 5 },
        end: { line: 3, column: 6 },
        text: 'x'
      },
      { kind: 'tags', cell: 'c1', remove: ['step:b'], add: ['prev:a', 'skip'] }
    ]);
    expect(notebook.cells[0].getSource()).toBe('first = 1\ny = x\nz = x');
    expect(tagsOf(notebook.cells[1])).toEqual(['prev:a', 'skip']);
    notebook.undo();
    expect(notebook.cells[0].getSource()).toBe('x = 1\ny = x\nz = y');
    expect(tagsOf(notebook.cells[1])).toEqual(['step:b']);
    expect(notebook.canUndo()).toBe(false);
  });

  it('leaves no empty list of tags', () => {
    const notebook = open();
    applyEdits(notebook, [
      { kind: 'tags', cell: 'c1', remove: ['step:b'], add: [] }
    ]);
    expect(notebook.cells[1].getMetadata('tags')).toBeUndefined();
  });
});

describe('offsetAt', () => {
  const text = 'ab\ncde\n';

  it.each([
    [1, 1, 0],
    [1, 3, 2],
    [2, 1, 3],
    [2, 4, 6],
    [3, 1, 7]
  ])('line %i, column %i is at %i', (line, column, offset) => {
    expect(offsetAt(text, { line, column })).toBe(offset);
  });

  it('moves places outside to the nearest inside', () => {
    expect(offsetAt(text, { line: 9, column: 9 })).toBe(7);
    expect(offsetAt(text, { line: 1, column: 9 })).toBe(2);
  });
});

describe('namePipeline', () => {
  it('changes the name alone, and takes an empty one back', () => {
    const notebook = open();
    notebook.setMetadata('kalette', { version: 1, theirs: [1] });
    namePipeline(notebook, 'shapes');
    expect(notebook.getMetadata('kalette')).toEqual({
      version: 1,
      theirs: [1],
      name: 'shapes'
    });
    namePipeline(notebook, '');
    expect(notebook.getMetadata('kalette')).toEqual({
      version: 1,
      theirs: [1]
    });
  });
});
