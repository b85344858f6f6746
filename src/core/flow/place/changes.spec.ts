import { createAnalyser } from '../../analyse';
import { flowOf } from '../testing/texts';

const changesOf = (...cells: readonly string[]) => {
  const { steps } = flowOf(...cells).value;
  return Object.fromEntries(
    steps.map(({ name, changes }) => [
      name,
      changes.map(
        ({ variable, cells, isNew, leaves }) =>
          `${variable} ${isNew ? 'new ' : ''}in ${cells.join()}: ${leaves}`
      )
    ])
  );
};

describe('what the cells of a step may change', () => {
  it('is what they bind, and every name of an object that they change', () => {
    expect(
      changesOf(
        '# step:one\nx = []\ny = x\nz = [x]\nw = {}',
        '# step:two\ny.append(1)\nn = len(w)',
        '# step:two\nn += 1'
      )
    ).toEqual({
      one: [
        'w new in cell-0: value',
        'x new in cell-0: value',
        'y new in cell-0: value',
        'z new in cell-0: value'
      ],
      two: [
        'n new in cell-1,cell-2: value',
        'x in cell-1: value',
        'y in cell-1: value',
        'z in cell-1: value'
      ]
    });
  });

  it('tells what is imported, deleted, and perhaps deleted', () => {
    expect(
      changesOf(
        '# step:one\na = b = c = e = f = 1',
        '# step:two\nimport os as a\ndel b\nfor i in range(2):\n    import math as c',
        '# step:two\ntry:\n    1 / 0\nexcept ZeroDivisionError as e:\n    pass\ndef f(): pass'
      ).two
    ).toEqual([
      'a new in cell-1: import',
      'b in cell-1: nothing',
      'c new in cell-1: import',
      'e in cell-2: perhaps nothing',
      'f new in cell-2: value',
      'i new in cell-1: value'
    ]);
  });

  it('follows edits, and stays the same object where nothing is different', () => {
    const notebook = (last: string) => ({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: ['x = []\ny = x', last, 'k = 1'].map((source, i) => ({
        id: `c${i}`,
        cell_type: 'code',
        metadata: { tags: [`step:s${i}`] },
        source,
        outputs: [],
        execution_count: null
      }))
    });
    const analyser = createAnalyser();
    const read = (last: string) =>
      analyser
        .analyse(notebook(last), { name: 'n.ipynb' })
        .flow.steps.map(({ changes }) => changes);
    const first = read('print(y)');
    expect(first[1]).toEqual([]);
    const second = read('y.append(1)');
    expect(second[1]?.map(({ variable }) => variable)).toEqual(['x', 'y']);
    expect(second[2]).toBe(first[2]);
    const third = read('y.append(2)');
    expect(third[1]).toBe(second[1]);
    expect(read('print(y)')[1]).toEqual([]);
  });
});
