import fc from 'fast-check';

import { CASES } from './flow/testing/cases';
import {
  edit,
  editArbitrary,
  notebookArbitrary,
  toNotebook,
  type Edit,
  type EditedCell
} from './flow/testing/edits';
import { createAnalyser, type Analysis, type Explainer } from './analyse';

const FILE = { name: 'notebook.ipynb' };

/** The same few each time; as many others as are asked for. */
const { KALETTE_EDIT_RUNS: runs, KALETTE_EDIT_SEED: seed } = process.env;
const DRAWN = runs
  ? { numRuns: Number(runs), ...(seed && { seed: Number(seed) }) }
  : { numRuns: 60, seed: 1 };

const ARMS = 'if w:\n    size = "wide"\nelse:\n    size = "small"';

/** Every state of an edited notebook is analysed as if it were the first. */
function follow(start: readonly EditedCell[], edits: readonly Edit[]): void {
  const analyser = createAnalyser();
  let cells = start;
  analyser.analyse(toNotebook(cells), FILE);
  for (const change of edits) {
    cells = edit(cells, change);
    const notebook = toNotebook(cells);
    const fresh = createAnalyser();
    const expected = fresh.analyse(notebook, FILE);
    expect(analyser.analyse(notebook, FILE)).toEqual(expected);
    expect(told(analyser, expected)).toEqual(told(fresh, expected));
  }
}

/** All that is said of edges and of what steps read. */
function told(analyser: Explainer, { flow }: Analysis): unknown {
  return [
    flow.edges.map(({ from, to }) => analyser.explain(from, to)),
    flow.steps.map(({ name, reads }) =>
      reads.map(({ variable }) => analyser.trace(name, variable))
    )
  ];
}

describe('an analyser that remembers', () => {
  it('gives what a new one gives, whatever is edited', () => {
    fc.assert(
      fc.property(
        notebookArbitrary,
        fc.array(editArbitrary, { minLength: 1, maxLength: 12 }),
        follow
      ),
      DRAWN
    );
  });

  it('sees that a step of a lower number takes values that it had not asked for', () => {
    const cell = (id: number, tag: string, source: string): EditedCell => ({
      id,
      tags: [tag],
      source
    });
    const uses =
      'def outer():\n    n = C\n    def inner():\n        nonlocal n';
    const cells = [
      cell(0, 'pipeline-metrics', 'C = pd.DataFrame({"a": a})'),
      cell(1, 'step:one', 'a = 1'),
      cell(2, 'step:three', `${uses}\n        n = a\n    return inner\nC `),
      cell(
        3,
        'step:three',
        'for i, _ in enumerate(b):\n    _.append(i)\na = 1'
      ),
      cell(4, 'step:one', 'a = 1')
    ];
    const source = '%run other.py';
    follow(cells, [{ kind: 'set', at: 1, source }]);
  });

  it('sees that values can share a file when a step between uses one no more', () => {
    const cells: readonly (readonly [string, string])[] = [
      ['step:one', 'd = [[6], 7]'],
      ['step:three', 'a = 1'],
      ['step:four', 'c = iter(d); d = next(c)\nprint(p())'],
      ['step:three', 'p = lambda x=0: 4'],
      ['step:five', 'p.seen = 1\nd.insert(0, p)']
    ];
    const functions = { id: 9, tags: ['functions'], source: 'def p(): pass' };
    const steps = cells.map(([tag, source], id) => ({
      id,
      tags: [tag],
      source
    }));
    const source = 'c = iter(d); d = next(c)';
    follow([functions, ...steps], [{ kind: 'set', at: 3, source }]);
  });

  it('tells in the same order of names that one statement changes below', () => {
    const cells: readonly (readonly [string, string])[] = [
      ['imports', 'a = [0]\nb = [0]'],
      ['step:one', 'print(a, b)'],
      ['step:two', 'a = [1]\nb = [2]'],
      ['step:one', 'b.append(2)\na.append(1)']
    ];
    const steps = cells.map(([tag, source], id) => ({
      id,
      tags: [tag],
      source
    }));
    follow(steps, [
      { kind: 'set', at: 2, source: 'a = b = [1]' },
      { kind: 'set', at: 3, source: 'b.append(2)' }
    ]);
  });

  it('keeps the place of a name apart from those of others from the same source', () => {
    const cells: readonly EditedCell[] = [
      { id: 0, tags: ['step:one'], source: 'exec(a)\na = obj + a' },
      { id: 1, tags: ['imports'], source: 'a = c' }
    ];
    follow(cells, [{ kind: 'append', at: 0, text: '\n%run other.py' }]);
  });

  /** Steps of one cell each, of which the second is edited. */
  const seen: readonly (readonly [string, readonly string[], string])[] = [
    [
      'another name for an object that is changed below',
      ['a = [1]', 'b = 1', 'a.append(2)', 'print(b)'],
      'b = a'
    ],
    [
      'an object that another one holds now',
      ['a = [1]', 'b = {}', 'a.append(2)', 'print(b)'],
      'b = {"a": a}'
    ],
    [
      'a star import that supplies a name',
      ['a = 1', 'from math import *\nb = sqrt(a)', 'print(b, pi)', 'print(pi)'],
      'from math import *\nb = sqrt(2)'
    ],
    [
      'a first use of a library',
      ['import numpy as np', 'a = 1', 'b = np.arange(3)', 'print(b)'],
      'a = np.arange(2)'
    ],
    [
      'a seed',
      ['import random', 'a = 1', 'b = random.random()', 'print(b)'],
      'random.seed(1)'
    ],
    [
      'a function that another one calls',
      ['a = []', 'def f(): return 1', 'b = f()', 'print(a, b)'],
      'def f():\n    a.append(1)\n    return a'
    ],
    [
      'a file',
      ['a = 1', 'b = 2', 'c = open("x.txt").read()', 'print(c)'],
      'open("x.txt", "w").write("a")'
    ],
    [
      'a value that moved within its cell and is changed below',
      ['a = 1', 'b = [1]', 'b.append(2)', 'print(b)'],
      '# note\nb = [1]'
    ],
    [
      'more objects than there was room for',
      ['a = []', 'b = 1', 'c = [[1], [2]]', 'a.append(c)'],
      Array.from({ length: 40 }, (_, i) => `b${i} = [[${i}]]`).join('\n')
    ]
  ];

  it.each(seen)('sees %s', (_, sources, source) => {
    const cells = sources.map((text, id) => ({
      id,
      tags: [`step:s${id}`],
      source: text
    }));
    const there = { kind: 'set', at: 1, source } as const;
    const back = { ...there, source: sources[1] ?? '' };
    follow(cells, [there, back, there]);
  });

  it('follows a value that stays while what came before it changes', () => {
    const [size, judge, show] = ['size = "?"', ARMS, 'print(size)'];
    const cells = [size, judge, show].map((source, id) => ({
      id,
      tags: [`step:s${id}`],
      source
    }));
    follow(cells, [
      { kind: 'set', at: 0, source: 'a = 1' },
      { kind: 'prepend', at: 1, text: '# note\n' }
    ]);
  });

  const cases = CASES.map(({ id, cells }): [string, readonly EditedCell[]] => [
    id,
    cells.map((cell, place) => ({ ...cell, id: place }))
  ]);

  it.each(cases)('gives the same for edits of %s', (_, cells) => {
    fc.assert(
      fc.property(
        fc.array(editArbitrary, { minLength: 1, maxLength: 5 }),
        edits => follow(cells, edits)
      ),
      { ...DRAWN, numRuns: Math.ceil(DRAWN.numRuns / 50) }
    );
  });
});
