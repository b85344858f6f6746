import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isStepName } from '../notebook/tags';
import { suggestSteps, type UntaggedCell } from './suggest';

type Written = string | { readonly text: string };

const text = (source: string): Written => ({ text: source });

function notebook(...written: readonly Written[]): readonly UntaggedCell[] {
  return written.map((cell, i) =>
    typeof cell === 'string'
      ? { id: String(i), type: 'code', source: cell }
      : { id: String(i), type: 'markdown', source: cell.text }
  );
}

/** The suggestion in short: `3 step:load`. */
function suggest(...written: readonly Written[]): readonly string[] {
  return inShort(notebook(...written));
}

function inShort(cells: readonly UntaggedCell[]): readonly string[] {
  return suggestSteps(cells).map(
    ({ cell, role, step }) => `${cell} ${step === null ? role : `step:${step}`}`
  );
}

describe('steps by headings', () => {
  it('tags the first cell below each heading', () => {
    expect(
      suggest(
        text('# Load'),
        'a = f()',
        'b = g(a)',
        text('# Train'),
        'c = h(b)',
        text('# Look'),
        'c.show()'
      )
    ).toEqual(['1 step:load', '4 step:train', '6 step:look']);
  });

  it('takes the highest level that gives three steps or more', () => {
    expect(
      suggest(
        text('# Sales'),
        text('## Load'),
        'a = f()',
        text('### Details'),
        'a.g()',
        text('## Clean'),
        'b = g(a)',
        text('## Report'),
        'b.show()'
      )
    ).toEqual(['2 step:load', '6 step:clean', '8 step:report']);
  });

  it('is content with two steps where no level gives more', () => {
    expect(
      suggest(text('# Make'), 'a = f()', text('# Use'), 'a.g()', 'a.h()')
    ).toEqual(['1 step:make', '3 step:use']);
  });

  it('takes the last heading above a cell', () => {
    expect(
      suggest(
        text('# All of it\n\n## Load'),
        'a = f()',
        text('## Train'),
        'b = g(a)'
      )
    ).toEqual(['1 step:load', '3 step:train']);
  });

  it('names code below the title after what it does', () => {
    expect(
      suggest(
        text('# Digits'),
        'd = pd.read_csv("d.csv")',
        text('## Train'),
        'm.fit(d)',
        text('## Look'),
        'm.g()'
      )
    ).toEqual(['1 step:load', '3 step:train', '5 step:look']);
  });

  it('names code above all headings', () => {
    expect(
      suggest(
        'rows = list(source)',
        text('# Train'),
        'm.fit(rows)',
        text('# Look'),
        'm.g()'
      )
    ).toEqual(['0 step:rows', '2 step:train', '4 step:look']);
  });

  it('leaves out headings without code for a step', () => {
    expect(
      suggest(
        text('# Set-up'),
        'import os',
        text('# Load'),
        'a = f()',
        text('# Use'),
        'a.g()',
        text('# The end')
      )
    ).toEqual(['1 imports', '3 step:load', '5 step:use']);
  });

  it.each([
    ['underlined', 'Load it\n======='],
    ['HTML', '<h1 align="center">Load it</h1>'],
    ['closed', '# Load it #'],
    ['without a space', '#Load it']
  ])('reads a heading that is %s', (_, heading) => {
    expect(
      suggest(text(heading), 'f()', text('# Use'), 'g()', text('# Look'), 'h()')
    ).toEqual(['1 step:load_it', '3 step:use', '5 step:look']);
  });

  it('reads headings of the second level that are underlined', () => {
    expect(suggest(text('Use\n---'), 'f()', text('Look\n--'), 'g()')).toEqual([
      '1 step:use',
      '3 step:look'
    ]);
  });

  it('sees no heading in fenced code', () => {
    expect(
      suggest(
        text('# One'),
        'a = f()',
        text('```\n# Two\n```'),
        'a.g()',
        text('# Three'),
        'a.h()'
      )
    ).toEqual(['1 step:one', '5 step:three']);
  });

  it('joins small neighbours where headings would give too many steps', () => {
    const many = Array.from({ length: 30 }, (_, i) => [
      text(`# Part called ${String.fromCharCode(97 + i)}x`),
      `a${i} = f(${i})`
    ]).flat();
    const steps = suggest(...many);
    expect(steps).toHaveLength(12);
    expect(steps[0]).toBe('1 step:part_called_ax');
  });
});

describe('names', () => {
  const nameOf = (heading: string): string | undefined =>
    suggest(text(`# ${heading}`), 'f()', text('# Zz'), 'g()')[0]?.slice(2);

  it.each([
    ['Load the data', 'load_data'],
    ['1. Load', 'load'],
    ['2.3 Load', 'load'],
    ['IV. Load', 'load'],
    ['Step 2: Load', 'load'],
    ['Step 2', 'step_2'],
    ['**Load** `raw` data', 'load_raw_data'],
    ['Load [rows](https://example.org/a_b)', 'load_rows'],
    ['Modèle réseau', 'modele_reseau'],
    ["Don't panic", 'dont_panic'],
    ['3D plots', 'step_3d_plots'],
    ['k-means', 'k_means'],
    ['Step by step', 'step_by_step'],
    ['🚀 Launch 🚀', 'launch'],
    ['f1_score', 'f1_score']
  ])('%s becomes %s', (heading, name) => {
    expect(nameOf(heading)).toBe(`step:${name}`);
  });

  it('cuts long ones at a word', () => {
    const name = nameOf('Everything that can be said about the weather in May');
    expect(name).toBe('step:everything_that_can_be_said_about');
  });

  it('falls back on the code where no letter is left', () => {
    const cells = ['m.fit(a)', text('# 数据'), 'pd.read_csv("x")'];
    expect(suggest(text('# 训练'), ...cells)).toEqual([
      '1 step:train',
      '3 step:load'
    ]);
  });

  it('are unique, and never that of the metrics step', () => {
    expect(
      suggest(
        text('# Train'),
        'f()',
        text('# Train'),
        'g()',
        text('# Pipeline metrics'),
        'h()',
        text('# Train 2'),
        'i()'
      )
    ).toEqual([
      '1 step:train',
      '3 step:train_3',
      '5 step:pipeline_metrics',
      '7 step:train_2'
    ]);
  });

  it('are legal, whatever the headings say', () => {
    const odd = ['-', '_', '__x', '9', 'step:a', '#', 'a;b', '½', 'ﬁn', 'ẞ'];
    const steps = suggestSteps(
      notebook(...odd.flatMap((head, i) => [text(`# ${head}`), `f${i}()`]))
    );
    expect(steps.length).toBeGreaterThan(5);
    steps.forEach(({ step }) => expect(isStepName(step ?? '')).toBe(true));
    expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length);
  });
});

describe('steps without headings', () => {
  it('begin after a text or an empty cell', () => {
    expect(
      suggest('a = read_rows()', 'a.clean()', text('Now.'), 'b(a)', '', 'c(a)')
    ).toEqual(['0 step:load', '3 step:now', '5 step:step_3']);
  });

  it('are named after bold words and comments', () => {
    expect(
      suggest(
        text('**Take** what is there.'),
        'a = f()',
        text('A longer text about what comes now and why it comes.'),
        '# Make a table\nb = g(a)',
        text('And another text, for which the code has to speak.'),
        '#b.show()\nresult = h(b)'
      )
    ).toEqual(['1 step:take', '3 step:make_table', '5 step:result']);
  });

  it('are named after the functions of the notebook that they run', () => {
    expect(
      suggest(
        'def cleanRows(x):\n    return x',
        text(''),
        'a = f()',
        text(''),
        'b = cleanRows(a)'
      )
    ).toEqual(['0 functions', '2 step:a', '4 step:clean_rows']);
  });

  it('gather neighbours that do the same, where nothing sets cells apart', () => {
    expect(
      suggest(
        'a = pd.read_csv("a")',
        'b = pd.read_csv("b")',
        'm.fit(a)',
        'm.score(b)',
        'm.predict(b)'
      )
    ).toEqual(['0 step:load', '2 step:train', '3 step:evaluate']);
  });

  it('are never more than twelve', () => {
    const cells = Array.from({ length: 40 }, (_, i) => `v${i} = f(${i})`);
    expect(suggest(...cells)).toHaveLength(12);
  });

  it('are one for one cell, and none without code', () => {
    expect(suggest('f()')).toEqual(['0 step:step_1']);
    expect(suggest(text('# Title'), '', '# only a comment')).toEqual([]);
    expect(suggest()).toEqual([]);
  });

  it('take cells with syntax errors as they are', () => {
    expect(suggest('a = (', text(''), 'b = 1 +')).toHaveLength(2);
  });
});

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

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');

it.each([
  [
    'digits',
    [
      'imports imports',
      'parameters parameters',
      'functions functions',
      'split step:prepare',
      'svm step:train_three_models',
      'choose step:choose_best',
      'metrics metrics'
    ]
  ],
  [
    'sales',
    [
      'imports imports',
      'parameters parameters',
      'functions functions',
      'load step:load',
      'regions step:summarise',
      'months-plot step:plot',
      'report step:save',
      'metrics metrics'
    ]
  ],
  [
    'first-steps',
    [
      'parameters parameters',
      'throw step:throw',
      'count step:count',
      'metrics metrics'
    ]
  ]
])('suggests steps for the example %s without its tags', (name, expected) => {
  const path = join(EXAMPLES, name, `${name}.ipynb`);
  const { cells } = JSON.parse(readFileSync(path, 'utf8')) as {
    cells: { id: string; cell_type: 'code' | 'markdown'; source: string[] }[];
  };
  expect(
    inShort(
      cells.map(({ id, cell_type: type, source }) => ({
        id,
        type,
        source: source.join('')
      }))
    )
  ).toEqual(expected);
});
