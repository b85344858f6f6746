import { createAnalyser } from '../analyse';
import { applyFix, changedTags, offsetAt, withIgnored } from './apply-fix';
import { readNotebook } from './read-notebook';

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

describe('changedTags', () => {
  it('adds each tag once, behind those that stay', () => {
    expect(
      changedTags(['step:a', 'mine'], {
        remove: ['step:a'],
        add: ['step:b', 'step:b', 'mine']
      })
    ).toEqual(['mine', 'step:b']);
  });
});

describe('applyFix', () => {
  const cell = (
    source: string | readonly string[],
    tags: readonly string[]
  ) => ({
    cell_type: 'code',
    source,
    metadata: { tags },
    outputs: [],
    execution_count: null
  });
  const notebook = {
    nbformat: 4,
    nbformat_minor: 4,
    metadata: { theirs: 1 },
    cells: [cell(['a = 1\n', 'b = a'], ['step:one']), cell('c = b', [])]
  };

  it('finds cells without ids by their places, and keeps the notebook given', () => {
    const before = structuredClone(notebook);
    const start = { line: 2, column: 5 };
    const end = { line: 2, column: 6 };
    const fixed = applyFix(notebook, {
      title: '',
      edits: [
        { kind: 'source', cell: 'cell-0', start, end, text: '2' },
        { kind: 'tags', cell: 'cell-1', remove: [], add: ['step:two'] }
      ]
    });
    const { value } = readNotebook(fixed, { name: 'a.ipynb' });
    expect(value.cells.map(({ cell }) => cell.source)).toEqual([
      'a = 1\nb = 2',
      'c = b'
    ]);
    expect(value.steps.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(notebook).toEqual(before);
  });

  it('leaves out what concerns cells that are not there', () => {
    const edits = [
      { kind: 'tags', cell: 'gone', remove: [], add: ['skip'] }
    ] as const;
    expect(applyFix(notebook, { title: '', edits })).toEqual(notebook);
  });

  it.each([null, [], { cells: 3 }])('gives %j back as it is', content => {
    expect(applyFix(content, { title: '', edits: [] })).toBe(content);
  });
});

describe('what is ignored at a cell', () => {
  const analyse = (ignored: readonly string[]) => {
    const kalette = ignored.reduce<object | undefined>(withIgnored, undefined);
    const content = {
      cells: [
        {
          cell_type: 'code',
          source: 'import random\nx = random.random()\nprint(nowhere)',
          metadata: { tags: ['step:a'], ...(kalette && { kalette }) }
        }
      ]
    };
    const { diagnostics } = createAnalyser().analyse(content, { name: 'a' });
    return diagnostics.map(({ code }) => code);
  };

  it('is not reported any more, unless it is an error', () => {
    expect(analyse([])).toEqual(['DF301', 'DF503']);
    expect(analyse(['DF503'])).toEqual(['DF301']);
    expect(analyse(['DF301', 'DF503'])).toEqual(['DF301']);
  });
});
