import { createFactsMemo } from '../../python/facts/facts';
import { withArguments } from './probe';
import { createModuleReader } from './reader';
import { summarise } from './summarise';
import { NO_MODULES, type FunctionSummary } from './types';

const memo = createFactsMemo();

function summaryOf(source: string, name = 'f'): FunctionSummary {
  const found = summarise(source, memo, NO_MODULES).get(name);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return found;
}

describe('what a function of a module does', () => {
  it('changes and reads names of the module', () => {
    const source = `
CACHE = {}
TOTAL = 0
def f(k):
    global TOTAL
    TOTAL += 1
    CACHE[k] = 1
def g():
    return len(CACHE)`;
    expect(summaryOf(source).changes).toEqual(
      expect.arrayContaining(['CACHE', 'TOTAL'])
    );
    expect(summaryOf(source, 'g')).toMatchObject({
      changes: [],
      reads: ['CACHE']
    });
  });

  it('goes through the functions that it calls', () => {
    const source = 'LOG = []\ndef f():\n    g()\ndef g():\n    LOG.append(1)';
    expect(summaryOf(source).changes).toEqual(['LOG']);
  });

  it('changes its arguments', () => {
    const source =
      'def f(table, other, n=1):\n    table["x"] = n\n    return other.copy()';
    const { parameters, changed } = summaryOf(source);
    expect(parameters).toEqual(['table', 'other', 'n']);
    expect([...changed]).toEqual(['table']);
  });

  it('draws random numbers, or seeds them', () => {
    const draw = 'import numpy as np\ndef f():\n    return np.random.rand()';
    expect(summaryOf(draw).states).toEqual([
      { key: 'rng:numpy', mode: 'read' },
      { key: 'rng:numpy', mode: 'write' }
    ]);
    const seed =
      'import random\ndef f():\n    random.seed(1)\n    return random.random()';
    expect(summaryOf(seed).states).toEqual([
      { key: 'rng:random', mode: 'reset' }
    ]);
  });

  it('touches files by its arguments', () => {
    const source =
      'def f(table, folder, name="a.csv"):\n    table.to_csv(f"{folder}/{name}")';
    const { files, defaults } = summaryOf(source);
    expect(files).toMatchObject([{ mode: 'write' }]);
    const texts = new Map([...defaults, ['folder', 'out']]);
    const path = files[0]?.path ?? '';
    expect(withArguments(path, name => texts.get(name) ?? null)).toBe(
      'out/a.csv'
    );
    expect(withArguments(path, () => null)).toBeNull();
  });

  it('of a class is what its methods do', () => {
    const source =
      'SEEN = []\nclass Model:\n    def fit(self):\n        SEEN.append(self)';
    expect(summaryOf(source, 'Model').changes).toEqual(['SEEN']);
  });

  it('is nothing for what only computes', () => {
    expect(summaryOf('def f(a, b):\n    return a + b')).toMatchObject({
      changes: [],
      reads: [],
      states: [],
      files: []
    });
  });
});

describe('modules of a workspace', () => {
  it('are read again only when a source has changed', () => {
    const read = createModuleReader(memo);
    const first = read(new Map([['a', 'def f():\n    pass']]));
    expect(read(new Map([['a', 'def f():\n    pass']]))).toBe(first);
    expect(read(new Map([['a', 'def g():\n    pass']]))).not.toBe(first);
  });

  it('know what the modules that they import do', () => {
    const sources = new Map([
      ['top', 'from low import put\ndef f():\n    put()'],
      ['low', 'def put():\n    open("x.txt", "w").write("1")']
    ]);
    const found = createModuleReader(memo)(sources).get('top')?.get('f');
    expect(found?.files).toEqual([{ path: 'x.txt', mode: 'write' }]);
  });

  it('may import each other in a circle', () => {
    const sources = new Map([
      ['a', 'import b\ndef f():\n    b.g()'],
      ['b', 'import a\ndef g():\n    a.f()']
    ]);
    expect([...createModuleReader(memo)(sources).keys()].sort()).toEqual([
      'a',
      'b'
    ]);
  });
});
