import { parseCell } from '../parser/parse';
import type { Expr } from '../tree/tree';
import { roundsOf, truthOf } from './truths';

function parsed(source: string): Expr {
  const [only] = parseCell(`(${source})`).body;
  if (only?.kind !== 'Expr') {
    throw new Error('No expression.');
  }
  return only.value;
}

describe('the truth of a test', () => {
  it.each([
    ['True', true],
    ['...', true],
    ['1', true],
    ['0x10', true],
    ['-1', true],
    ['"a"', true],
    ['b"a"', true],
    ['[0]', true],
    ['[*a, 0]', true],
    ['(0,)', true],
    ['{0}', true],
    ['{a: b}', true],
    ['lambda: 0', true],
    ['not None', true],
    ['4 > 3', true],
    ['-1 < 0.5', true],
    ['1_000 == 1e3', true],
    ['a or 1', true],
    ['1 and not 0', true]
  ])('%j is so', (source, truth) => {
    expect(truthOf(parsed(source))).toBe(truth);
  });

  it.each([
    'False',
    'None',
    '0',
    '0.0',
    '-0',
    '""',
    'b""',
    '[]',
    '()',
    '{}',
    'not 1',
    '4 > 4',
    '2 != 2',
    'a and 0',
    '0 or None'
  ])('%j is not so', source => {
    expect(truthOf(parsed(source))).toBe(false);
  });

  it.each([
    'a',
    '[*a]',
    '{**a}',
    '~0',
    '-a',
    'a > 4',
    '1 < 2 < a',
    '0j',
    'a or 0',
    'a and 1',
    '9007199254740993 == 9007199254740992',
    '"a" < "b"',
    '1 is 1',
    'f"{a}"',
    '[x for x in [1]]',
    'f()'
  ])('%j is for Python to say', source => {
    expect(truthOf(parsed(source))).toBeNull();
  });
});

describe('the rounds of a loop', () => {
  it.each([
    ['[a]', []],
    ['(1, 2)', []],
    ['{1}', []],
    ['{1: a}', []],
    ['"ab"', []],
    ['b"ab"', []],
    ['{1: a}.items()', []],
    ['range(3)', ['range']],
    ['range(1, 3)', ['range']],
    ['range(3, 0, -1)', ['range']],
    ['enumerate([a], 1)', ['enumerate']],
    ['zip([a], range(2))', ['zip', 'range']],
    ['sorted(list("ab"), key=f)', ['sorted', 'list']]
  ])('over %j are one at least', (source, builtins) => {
    const found = roundsOf(parsed(source));
    expect(found).toEqual({ least: 'one', builtins, over: [] });
  });

  it.each([
    ['a', [], ['a']],
    ['a.items()', [], ['a']],
    ['enumerate(a, 1)', ['enumerate'], ['a']],
    ['zip([b], sorted(a), c)', ['zip', 'sorted'], ['a', 'c']]
  ])('over %j depend on what names stand for', (source, builtins, over) => {
    const found = roundsOf(parsed(source));
    expect({ ...found, over: found.over.map(({ id }) => id) }).toEqual({
      least: 'one',
      builtins,
      over
    });
  });

  it.each(['[]', '()', '{}', '""', '{}.items()'])(
    'over %j are none',
    source => {
      expect(roundsOf(parsed(source)).least).toBe('none');
    }
  );

  it.each([
    'a.b',
    '5',
    '[*a]',
    'a.items(1)',
    'a.copy()',
    '[a].copy()',
    'range(0)',
    'range(-1)',
    'range(3, 1)',
    'range(1, 3, 0)',
    'range(n)',
    'range(1.5)',
    'range("3")',
    'range(*a)',
    'zip([a], b())',
    'zip()',
    'list()',
    'filter(f, [a])',
    'f([a])',
    '(x for x in [1])'
  ])('over %j are for Python to count', source => {
    expect(roundsOf(parsed(source)).least).toBe('unknown');
  });
});
