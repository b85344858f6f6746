import { parseCell } from '../../python/parser/parse';
import { readMetricsCells } from './statements';

function read(...sources: readonly string[]) {
  const cells = sources.map((source, cell) => ({
    cell,
    body: parseCell(source).body
  }));
  const { shown, computed, isPlain } = readMetricsCells(cells);
  const inShort = ({ name, variable }: { name: string; variable: string }) =>
    name === variable ? name : `${name} of ${variable}`;
  return {
    shown: shown.map(inShort),
    computed: computed.map(inShort),
    isPlain
  };
}

describe('a metrics cell', () => {
  it.each([
    ['print(a)', ['a']],
    ['print("score", a)', ['a']],
    ['print(f"{a:.2f} of {b}")', ['a', 'b']],
    ['a', ['a']],
    ['print(a)\nprint(a)', ['a']],
    ['b = a\nprint(b)', ['b of a']],
    ['b = a', ['b of a']],
    ['print("done")', []]
  ])('only shows: %j', (source, shown) => {
    expect(read(source)).toEqual({ shown, computed: [], isPlain: true });
  });

  it.each([
    ['a = b + 1\nprint(a)', ['a'], ['a']],
    ['a = b * 2', [], ['a']],
    ['print(b + 1)', [], []],
    ['print(len(b))', [], []],
    ['save(b)', [], []],
    ['for a in b: print(a)', [], []]
  ])('computes: %j', (source, shown, computed) => {
    expect(read(source)).toEqual({ shown, computed, isPlain: false });
  });

  it('can be several cells', () => {
    expect(read('print(a)', 'print(b)').shown).toEqual(['a', 'b']);
  });
});
