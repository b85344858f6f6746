import type { Edit } from '../../core/diagnostic';
import { applyFix } from '../../core/notebook/apply-fix';
import { notebookOf } from '../../core/view/testing/samples';
import { documentOf } from '../testing/documents';
import { applyEdits, namePipeline, tagsOf } from './edit-cells';

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

  it('can be undone in the editor of the cell where they change its text alone', () => {
    const notebook = open();
    const edit = {
      kind: 'source',
      cell: 'c0',
      start: { line: 1, column: 1 },
      end: { line: 1, column: 2 },
      text: 'first'
    } as const;
    const tags = {
      kind: 'tags',
      cell: 'c0',
      remove: [],
      add: ['skip']
    } as const;
    const [cell] = notebook.cells;
    applyEdits(notebook, [edit, tags]);
    expect(cell.canUndo()).toBe(false);
    notebook.undo();
    applyEdits(notebook, [edit]);
    cell.undo();
    expect(cell.getSource()).toBe('x = 1\ny = x\nz = y');
  });

  it('leaves no empty list of tags', () => {
    const notebook = open();
    applyEdits(notebook, [
      { kind: 'tags', cell: 'c1', remove: ['step:b'], add: [] }
    ]);
    expect(notebook.cells[1].getMetadata('tags')).toBeUndefined();
  });
});

const FOUR = [
  [['step:a'], 'x = 1'],
  [['mine'], 'w = 0'],
  [['step:b'], 'y = x'],
  [['step:c'], 'z = y']
] as const;

describe('fixes that concern whole cells', () => {
  const EDITS: readonly (readonly Edit[])[] = [
    [{ kind: 'move', first: 'c0', last: 'c1', beside: 'c3', side: 'before' }],
    [{ kind: 'move', first: 'c0', last: 'c1', beside: 'c3', side: 'after' }],
    [{ kind: 'move', first: 'c2', last: 'c3', beside: 'c0', side: 'before' }],
    [{ kind: 'move', first: 'c2', last: 'c3', beside: 'c0', side: 'after' }],
    [{ kind: 'move', first: 'c1', last: 'c2', beside: 'c3', side: 'before' }],
    [{ kind: 'settings', cell: 'c2', from: 'c0' }],
    [
      { kind: 'changes', cell: 'c2', name: 'y', isChanged: true },
      { kind: 'changes', cell: 'c3', name: 'z', isChanged: true },
      { kind: 'changes', cell: 'c2', name: 'y', isChanged: false }
    ],
    [
      { kind: 'ignore', cell: 'c2', code: 'DF402' },
      { kind: 'ignore', cell: 'c2', code: 'DF503' }
    ],
    [
      {
        kind: 'insert',
        beside: 'c0',
        side: 'before',
        source: 'n = 0',
        tags: ['pipeline-parameters']
      },
      { kind: 'tags', cell: 'c2', remove: ['step:b'], add: ['step:a'] }
    ]
  ];

  it.each(EDITS.map((edits, i) => [i, edits] as const))(
    'do here what they do in the file, and are undone at once: %i',
    (_, edits) => {
      const content = notebookOf(FOUR) as { readonly cells: object[] };
      const [first] = content.cells as { metadata: object }[];
      first.metadata = { tags: ['step:a'], kalette: { version: 1, retry: 2 } };
      const notebook = documentOf(content).model.sharedModel;
      const cellsOf = (json: unknown) =>
        (json as { readonly cells: readonly ICell[] }).cells.map(
          ({ metadata, source }) => ({ source, metadata: tidy(metadata) })
        );
      const before = cellsOf(notebook.toJSON());
      const fixed = applyFix(notebook.toJSON(), { title: '', edits });
      applyEdits(notebook, edits);
      expect(cellsOf(notebook.toJSON())).toEqual(cellsOf(fixed));
      expect(notebook.getMetadata('kalette')).toEqual(
        (fixed as { readonly metadata: ICell['metadata'] }).metadata.kalette
      );
      notebook.undo();
      expect(cellsOf(notebook.toJSON())).toEqual(before);
      expect(notebook.canUndo()).toBe(false);
    }
  );
});

interface ICell {
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Without what JupyterLab adds to metadata by itself. */
function tidy({ tags, kalette }: ICell['metadata']): object {
  return { tags, kalette };
}

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
