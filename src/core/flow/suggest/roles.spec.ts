import { suggest, text } from '../testing/suggestions';

describe('other roles', () => {
  it('gives imports with their settings to imports', () => {
    expect(
      suggest(
        '%matplotlib inline\nimport warnings\nimport pandas as pd\n' +
          'warnings.filterwarnings("ignore")\npd.set_option("a", 3)\n' +
          'plt.rcParams["figure.figsize"] = (8, 3)',
        'try:\n    import torch\nexcept ImportError:\n    torch = None',
        'f()'
      )
    ).toEqual(['0 imports', '2 step:step_1']);
  });

  it('keeps imports with work beside them in a step', () => {
    expect(suggest('import random\nrandom.seed(1)', 'f()')).toEqual([
      '0 step:random',
      '1 step:step_2'
    ]);
  });

  it('gives definitions to functions', () => {
    expect(
      suggest(
        'import os\n\ndef f():\n    return os\n\nclass C:\n    x = 1',
        'g = lambda: 1',
        'f()'
      )
    ).toEqual(['0 functions', '2 step:f']);
  });

  it('tags a step again below a cell of another role', () => {
    expect(
      suggest(
        text('# A'),
        'a = f()',
        'def g():\n    return a',
        'g()',
        text('# B'),
        'h()'
      )
    ).toEqual(['1 step:a', '2 functions', '3 step:a', '5 step:b']);
  });

  it('keeps definitions that need a value of a step in the step', () => {
    expect(
      suggest(
        'limit = f()',
        'def g(x=limit):\n    return x',
        'class C:\n    width = g',
        'C()'
      )
    ).toHaveLength(4);
    expect(
      suggest('limit = f()', 'def g():\n    return limit', 'print(g())')[1]
    ).toBe('1 functions');
  });

  it('keeps a second definition of a name where it is', () => {
    expect(
      suggest('def f():\n    return 1', 'f()', 'def f():\n    return 2', 'f()')
    ).toEqual(['0 functions', '1 step:f', '2 step:f_2', '3 step:f_3']);
  });

  it('makes parameters of literals above the first step', () => {
    expect(
      suggest(
        'import os',
        'A = 1\nB: str = "x"\nC = [-1, 2.5]\nD = {"a": None}',
        'f(A)'
      )
    ).toEqual(['0 imports', '1 parameters', '2 step:step_1']);
  });

  it.each([
    ['an empty list, to be filled', 'rows = []', 'rows.append(1)'],
    ['a name that gets another value', 'total = 0', 'total += 1'],
    ['something computed', 'size = 2 * n', 'f(size)']
  ])('makes no parameter of %s', (_, first, second) => {
    expect(suggest(first, text(''), second)[0]).toMatch(/^0 step:/);
  });

  it('makes no parameters of literals below the first step', () => {
    expect(suggest('f()', 'A = 1', 'g(A)').join()).not.toContain('parameters');
  });

  it('makes metrics of a last cell that prints numbers', () => {
    expect(
      suggest(
        'f()',
        'n = len(rows)',
        'best = pick()\nprint(n)\nprint(f"{x:.3f}")\nprint("Score:", f1_score)\nprint(best)'
      )
    ).toEqual(['0 step:step_1', '1 step:n', '2 metrics']);
  });

  it.each([
    ['a model', 'model = SVC()', 'print(model)'],
    ['a text beside a number', 'n = 1', 's = "x"\nprint(n)\nprint(s)'],
    ['nothing known', 'x = f()', 'print(x)'],
    ['an expression', 'x = 1', 'print(x.y)'],
    ['only text', 'x = 1', 'print("done")']
  ])('makes no metrics of a last cell that prints %s', (_, first, last) => {
    expect(suggest('g()', first, last).at(-1)).toContain('step:');
  });

  it('makes no metrics where no step would be left', () => {
    expect(suggest('n = 1', 'print(n)')).toEqual([
      '0 parameters',
      '1 step:step_1'
    ]);
  });

  it('skips cells that only install', () => {
    expect(
      suggest('!pip install pandas', 'f()', '%conda install x', 'g()')
    ).toEqual(['0 skip', '1 step:step_1', '2 skip', '3 step:step_2']);
  });
});
