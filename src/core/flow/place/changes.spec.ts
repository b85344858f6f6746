import { readNotebook } from '../../notebook/read-notebook';
import { notebookOf } from '../testing/corpus';
import { createFactsMemo } from '../../python/facts/facts';
import { createFlowReader } from '../flow';

/** Reads states of a notebook one behind the other; each answers for itself whenever it is asked. */
const reader = () => {
  const flows = createFlowReader(createFactsMemo());
  return (...cells: readonly (readonly [step: string, source: string])[]) => {
    const json = notebookOf({
      cells: cells.map(([step, source]) => ({ tags: [`step:${step}`], source }))
    });
    const { steps } = flows.read(
      readNotebook(json, { name: 'n.ipynb' }).value
    ).value;
    const changesOf = flows.changes();
    return () =>
      Object.fromEntries(
        steps.map(step => [
          step.name,
          changesOf(step.cells).map(
            ({ variable, cells: where, isNew, leaves }) =>
              `${variable} ${isNew ? 'new ' : ''}in ${where.join()}: ${leaves}`
          )
        ])
      );
  };
};

describe('what the cells of a step may change', () => {
  it('is what they bind, and every name of an object that they change', () => {
    expect(
      reader()(
        ['one', 'x = []\ny = x\nz = [x]\nw = {}'],
        ['two', 'y.append(1)\nn = len(w)'],
        ['two', 'n += 1']
      )()
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
      reader()(
        ['one', 'a = b = c = e = f = 1'],
        [
          'two',
          'import os as a\ndel b\nfor i in range(2):\n    import math as c'
        ],
        [
          'two',
          'try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    pass\ndef f(): pass'
        ]
      )().two
    ).toEqual([
      'a new in cell-1: import',
      'b in cell-1: nothing',
      'c new in cell-1: import',
      'e in cell-2: perhaps nothing',
      'f new in cell-2: value',
      'i new in cell-1: value'
    ]);
  });

  it('begins anew where a cell gives a name a value whatever it had', () => {
    expect(
      reader()(
        ['one', 'x = []'],
        ['one', 'x.append(1)'],
        ['two', 'y = 2'],
        ['one', 'x = x + [y]\ny = 3\ny = 4'],
        ['one', 'x = 1']
      )().one
    ).toEqual([
      'x new in cell-0,cell-1,cell-3: value',
      'x new in cell-4: value',
      'y in cell-3: value'
    ]);
  });

  it('does not begin anew where only one way gives the name a value first', () => {
    expect(
      reader()(
        ['one', 'x = y = 1'],
        ['one', 'if y:\n    x = 0\nelse:\n    x += 1'],
        ['one', 'if y:\n    y = 0\nelse:\n    y = 1\nprint(y)\nz = 2\nz += 1']
      )().one
    ).toEqual([
      'x new in cell-0,cell-1: value',
      'y new in cell-0,cell-2: value',
      'z new in cell-2: value'
    ]);
  });

  it('is that of the state that it was asked of, also behind an edit', () => {
    const read = reader();
    const at = (source: string) =>
      read(['one', 'x = []\ny = x'], ['two', source]);
    const [first, second] = [at('print(y)'), at('y.append(1)')];
    expect(first().two).toEqual([]);
    expect(second().two).toEqual(['x in cell-1: value', 'y in cell-1: value']);
    expect(at('print(y)')().two).toEqual([]);
    expect(second().two).toEqual(['x in cell-1: value', 'y in cell-1: value']);
  });
});
