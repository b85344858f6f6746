import { createAnalyser } from '../../analyse';
import { toNotebook } from '../testing/edits';

const FUTURE = 'from __future__ import annotations';
const SELF = 'class Node:\n    def clone(self) -> Node: ...';

/** Codes of what is wrong with a notebook of these cells, each with its tag, if it has one. */
type Cells = readonly (readonly [tag: string, source: string])[];

const reader = () => {
  const analyser = createAnalyser();
  return (cells: Cells): readonly string[] => {
    const notebook = toNotebook(
      cells.map(([tag, source]) => ({
        id: source.length,
        tags: tag === '' ? [] : [tag],
        source
      }))
    );
    return analyser
      .analyse(notebook, { name: 'n.ipynb' })
      .diagnostics.map(({ code }) => code);
  };
};

describe('a future import', () => {
  const read = (...cells: Cells) => reader()(cells);

  it('counts for all cells below one that every step repeats', () => {
    expect(read(['imports', FUTURE], ['step:one', SELF])).toEqual([]);
    expect(
      read(['functions', FUTURE], ['functions', SELF], ['step:one', 'x = 1'])
    ).toEqual([]);
    expect(read(['step:one', SELF], ['imports', FUTURE])).toEqual(['DF306']);
  });

  it('counts in a step for the cells of that step', () => {
    expect(read(['step:one', FUTURE], ['', SELF])).toEqual([]);
    expect(read(['step:one', FUTURE], ['step:two', SELF])).toEqual(['DF306']);
  });

  it('is one of annotations, and no text', () => {
    const others = ['from __future__ import division', `"${FUTURE}"`];
    for (const source of others) {
      expect(read(['imports', source], ['step:one', SELF])).toEqual(['DF306']);
    }
  });

  it('counts from the edit on that writes it, up to the one that takes it away', () => {
    const again = reader();
    const cells = (first: string): Cells => [
      ['imports', first],
      ['step:one', SELF]
    ];
    expect(again(cells('import os'))).toEqual(['DF306']);
    expect(again(cells(FUTURE))).toEqual([]);
    expect(again(cells('import os'))).toEqual(['DF306']);
  });
});
