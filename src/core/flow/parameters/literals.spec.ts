import { parseCell } from '../../python/parser/parse';
import { literalOf, saysMoreThanJson } from './literals';

function literal(source: string) {
  const [stmt] = parseCell(source).body;
  return stmt?.kind === 'Expr' ? literalOf(stmt.value) : undefined;
}

const saysMore = (source: string): boolean => {
  const [stmt] = parseCell(source).body;
  return stmt?.kind === 'Expr' && saysMoreThanJson(stmt.value);
};

describe('a literal', () => {
  it.each([
    ['3', 'int', 3],
    ['1_000', 'int', 1000],
    ['-2', 'int', -2],
    ['+2', 'int', 2],
    ['2.5', 'float', 2.5],
    ['-1e3', 'float', -1000],
    ['"text"', 'str', 'text'],
    ['True', 'bool', true],
    ['False', 'bool', false],
    ['[1, "a", [None]]', 'list', [1, 'a', [null]]],
    ['[]', 'list', []],
    ['{"a": 1, "b": {"c": None}}', 'dict', { a: 1, b: { c: null } }]
  ])('%s is of type %s', (source, type, value) => {
    expect(literal(source)).toEqual({ type, value });
  });

  it.each([
    'None',
    'x',
    '-"a"',
    '-True',
    '~1',
    '(1, 2)',
    '{1, 2}',
    '[1, x]',
    '{1: 2}',
    '{**x}',
    '1 + 1',
    '1j',
    '1e999',
    '9007199254740993'
  ])('is not %s', source => {
    expect(literal(source)).toBeNull();
  });
});

describe('what JSON would not tell', () => {
  it.each([
    '[1.0]',
    '[[2], {"a": -3.0}]',
    '{"a": 1e3}',
    '-0.0',
    '[-0.0]',
    '{"1": 2}'
  ])('is in %s', source => {
    expect(saysMore(source)).toBe(true);
  });

  it.each(['4.0', '1', '-1', '0', '[1, 2.5, "1.0"]', '{"a": [True, None]}'])(
    'is not in %s',
    source => {
      expect(saysMore(source)).toBe(false);
    }
  );
});
