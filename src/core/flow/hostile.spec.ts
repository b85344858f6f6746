import { flowOf } from './testing/texts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Cells that are as bad as cells can be; each once took minutes, or may grow so. */
const CELLS: readonly (readonly [string, string, string])[] = [
  ['brackets', `x = ${'['.repeat(5000)}`, 'print(x)'],
  [
    'names that nobody defines',
    '# none',
    `print(${lines(20_000, i => `n${i},`)})`
  ],
  [
    'a name that is thousands of lists',
    `x = []\nfor i in range(9):\n${lines(1000, i => `    if i == ${i}:\n        x = [x]`)}`,
    'x.append(1)'
  ],
  [
    'functions that call each other',
    lines(2000, i => `def f${i}(): return f${(i * 7) % 2000}() + f${i}()`),
    'f0()'
  ],
  [
    'classes in a long row',
    `class C0: pass\n${lines(1000, i => `class C${i + 1}(C${i}): pass`)}`,
    'print(C1000())'
  ],
  [
    'classes in a row that overflows a stack',
    `class C0: pass\n${lines(9000, i => `class C${i + 1}(C${i}): pass`)}`,
    'print(C9000())'
  ],
  [
    'operands in a long row',
    lines(100, i => `v${i} = [${i}]`),
    `x = ${Array.from({ length: 20_000 }, (_, i) => `v${i % 100}`).join(' and ')}\nx.append(1)`
  ],
  [
    'a function of many names and branches',
    `def f(a):\n${lines(2000, i => `  n${i} = [a]`)}\n${lines(1000, i => `  if a: n${i} = a`)}\n  return n5`,
    'print(f([1]))'
  ],
  [
    'objects in a circle',
    `class N: pass\n${lines(500, i => `n${i} = N()`)}\n${lines(500, i => `n${i}.next = n${(i + 1) % 500}`)}`,
    'n0.next.v = 1\nprint(n7)'
  ],
  [
    'views of views',
    `import numpy as np\nv = np.zeros(9)\n${'v = v[1:]\n'.repeat(1000)}`,
    'v += 1'
  ],
  [
    'files',
    lines(1000, i => `open("f${i}", "w")`),
    lines(1000, i => `open("f${i}")`)
  ],
  [
    'values that hold themselves',
    'x = []\nx.append(x)\nd = {"x": x}\nx.append(d)\nx[0] = d',
    'x[0]["x"].append(x)\nprint(d)'
  ]
];

describe('a hostile cell', () => {
  it.each(CELLS)(
    'of %s gives steps or diagnostics',
    (_, first, second) => {
      const { value, diagnostics } = flowOf(
        `# step:a\n${first}`,
        `# step:b\n${second}`
      );
      expect(value.steps.map(({ name }) => name)).toEqual(['a', 'b']);
      expect(diagnostics.length).toBeLessThan(2000);
    },
    60_000
  );

  it('calls what keeps a name that is nowhere', () => {
    const { urgent } = flowOf(
      '# functions\ndef f(x):\n    x.append(a)\n    return x',
      '# step:a\nxs = [[1]]\nrows = sorted(xs, key=f)',
      '# step:b\nfor i, c in enumerate(rows):\n    c.append(i)'
    );
    expect(urgent).toContainEqual(expect.stringMatching(/^DF301: `a`/));
  }, 60_000);

  it('is one of hundreds of steps that change an object', () => {
    const steps = Array.from(
      { length: 300 },
      (_, i) => `# step:s${i + 1}\nshared.append(${i})`
    );
    const { value } = flowOf('# step:s0\nshared = []', ...steps);
    expect(value.steps).toHaveLength(301);
    expect(value.steps[300]?.reads).toEqual([
      { variable: 'shared', from: 's299' }
    ]);
  }, 60_000);
});
