import { createAnalyser } from '../../analyse';

/** What each step of a notebook watches; cells are given as `step: source`. */
function watched(...cells: readonly string[]): Record<string, unknown> {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: ['import shop', ...cells].map((text, i) => {
      const [, step, source] = /^(\w+): ([^]*)$/.exec(text) ?? ['', '', text];
      return {
        id: `c${i}`,
        cell_type: 'code',
        metadata: { tags: [step ? `step:${step}` : 'imports'] },
        source,
        outputs: [],
        execution_count: null
      };
    })
  };
  const { flow } = createAnalyser().analyse(notebook, { name: 'n.ipynb' });
  return Object.fromEntries(flow.steps.map(({ name, watch }) => [name, watch]));
}

describe('what a step must leave as it is', () => {
  it('is what a later step receives as it was before', () => {
    expect(watched('a: m = shop.Till()', 'b: m.look()', 'c: m.look()')).toEqual(
      { a: [], b: ['m'], c: [] }
    );
  });

  it('is not what nobody receives afterwards', () => {
    expect(watched('a: m = shop.Till()', 'b: m.look()')).toEqual({
      a: [],
      b: []
    });
  });

  it('is not what the step is seen to change or to bind', () => {
    expect(
      watched('a: m = []\nn = []', 'b: m.append(n)\nn = 3', 'c: print(m, n)')
    ).toMatchObject({ b: [] });
  });

  it('is no number and no text', () => {
    expect(watched('a: m = 3', 'b: print(m)', 'c: print(m)')).toMatchObject({
      b: []
    });
  });

  it('is also what shares objects with a value of a later step', () => {
    expect(
      watched(
        'a: m = shop.Till()\nn = {"till": m}\nk = [1]',
        'b: m.look()\nprint(k)',
        'c: print(n)'
      )
    ).toMatchObject({ b: ['m'] });
  });
});
