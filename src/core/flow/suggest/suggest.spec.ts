import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createAnalyser } from '../../analyse';
import { ROLE_TAGS } from '../../notebook';
import { suggestSteps } from './suggest';
import { inShort, suggest, text } from '../testing/suggestions';

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

  it('are cut where the fewest names go across', () => {
    // Six chains of six cells, in which each cell needs all above it in its chain.
    const cells = Array.from({ length: 36 }, (_, i) => {
      const own = Array.from({ length: i % 6 }, (__, k) => `v${i - 1 - k}`);
      return `v${i} = make(${own.join(', ')})`;
    });
    const starts = suggest(...cells).map(step => Number(step.split(' ')[0]));
    expect(starts).toHaveLength(12);
    expect(starts).toEqual(expect.arrayContaining([0, 6, 12, 18, 24, 30]));
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

const EXAMPLES = join(__dirname, '..', '..', '..', '..', 'examples');

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
  const content = readExample(name);
  const untagged = content.cells.map(({ id, cell_type: type, source }) => ({
    id,
    type,
    source: source.join('')
  }));
  expect(inShort(untagged)).toEqual(expected);

  const tags = new Map(
    suggestSteps(untagged).map(({ cell, role, step }) => [
      cell,
      role === 'step' ? `step:${step}` : ROLE_TAGS[role]
    ])
  );
  const cells = content.cells.map(cell => {
    const tag = tags.get(cell.id);
    return { ...cell, metadata: tag === undefined ? {} : { tags: [tag] } };
  });
  const { diagnostics } = createAnalyser().analyse(
    { ...content, cells },
    { name: `${name}.ipynb` }
  );
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

interface Content {
  readonly cells: readonly {
    readonly id: string;
    readonly cell_type: 'code' | 'markdown';
    readonly source: readonly string[];
  }[];
}

function readExample(name: string): Content {
  const path = join(EXAMPLES, name, `${name}.ipynb`);
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}
