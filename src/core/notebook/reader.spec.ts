import { readNotebook } from './read-notebook';
import { createReader } from './reader';

const FILE = { name: 'n.ipynb' };

interface IEntry {
  readonly source?: string | readonly string[];
  readonly tags?: readonly string[];
  readonly type?: string;
  readonly count?: number | null;
}

function contentOf(...cells: readonly IEntry[]): unknown {
  return {
    nbformat: 4,
    metadata: { kernelspec: { name: 'python3' } },
    cells: cells.map(({ source = '', tags, type = 'code', count }, i) => ({
      id: `c${i}`,
      cell_type: type,
      metadata: tags ? { tags } : {},
      source,
      execution_count: count ?? null
    }))
  };
}

const FIRST: readonly IEntry[] = [
  { source: 'import math', tags: ['imports'] },
  { source: '# Load', type: 'markdown' },
  { source: 'x = 1', tags: ['step:load'] },
  { source: 'y = x', tags: ['step:sum', 'prev:load'], count: 3 }
];

function edited(index: number, change: IEntry): readonly IEntry[] {
  return FIRST.map((entry, i) =>
    i === index ? { ...entry, ...change } : entry
  );
}

describe('the reader of one notebook', () => {
  it.each<readonly [string, readonly IEntry[]]>([
    ['the same again', FIRST],
    ['another source', edited(2, { source: 'x = 2\r\nz = 3' })],
    ['another text', edited(1, { source: '# Save' })],
    ['another tag', edited(2, { tags: ['step:make'] })],
    ['another type', edited(1, { type: 'code' })],
    ['another count', edited(2, { count: 5 })],
    ['a source in lines', edited(2, { source: ['a = 1\n', 'b = 2'] })],
    ['one cell less', FIRST.slice(0, 3)],
    ['one cell more', [{ source: 'above = 1' }, ...FIRST]]
  ])('reads %s as if it were new', (_, entries) => {
    const read = createReader();
    read(contentOf(...FIRST), FILE);
    const again = contentOf(...entries);
    expect(read(again, FILE)).toEqual(readNotebook(again, FILE));
    expect(read(contentOf(...FIRST), FILE)).toEqual(
      readNotebook(contentOf(...FIRST), FILE)
    );
  });

  it('sees code come and go above the first role', () => {
    const read = createReader();
    const below = { source: 'x = 1', tags: ['step:a'] };
    read(contentOf({ source: '# nothing' }, below), FILE);
    const { diagnostics } = read(contentOf({ source: 'y = 1' }, below), FILE);
    expect(diagnostics.map(({ code }) => code)).toContain('DF102');
  });

  it('keeps cells whose source is the same', () => {
    const read = createReader();
    const before = read(contentOf(...FIRST), FILE).value.cells;
    const after = read(contentOf(...edited(2, { source: 'x = 7' })), FILE).value
      .cells;
    expect(after.map((cell, i) => cell === before[i])).toEqual([
      true,
      false,
      true
    ]);
  });

  it('reads a file of another name anew', () => {
    const read = createReader();
    read(contentOf(...FIRST), FILE);
    expect(
      read(contentOf(...FIRST), { name: 'other.ipynb' }).value.settings.name
    ).toBe('other');
  });
});
