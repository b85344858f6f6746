import { parseCell } from '../../python/parser/parse';
import { parameterStatement } from './statements';

function read(source: string) {
  const [stmt] = parseCell(source).body;
  const found = stmt && parameterStatement(stmt);
  return found?.kind === 'literal'
    ? found.names.map(({ name, type, value }) => [name, type, value])
    : found && [found.kind, found.name];
}

describe('a statement of a parameters cell', () => {
  it.each([
    ['a = 1', [['a', 'int', 1]]],
    [
      'a = b = "x"',
      [
        ['a', 'str', 'x'],
        ['b', 'str', 'x']
      ]
    ],
    [
      'a, b = 1, 2.5',
      [
        ['a', 'int', 1],
        ['b', 'float', 2.5]
      ]
    ],
    ['a: float = 1', [['a', 'float', 1]]],
    ['a: int = 1', [['a', 'int', 1]]]
  ])('%s sets parameters', (source, names) => {
    expect(read(source)).toEqual(names);
  });

  it.each([
    ['a = b + 1', 'a'],
    ['a = f"{b}.csv"', 'a'],
    ['a += 1', 'a'],
    ['import os', null]
  ])('%s follows from others', (source, name) => {
    expect(read(source)).toEqual(['derived', name]);
  });

  it.each([
    ['a = read()', 'a'],
    ['a.b = 1', null],
    ['print(1)', null],
    ['for a in b: pass', null]
  ])('%s is something else', (source, name) => {
    expect(read(source)).toEqual(['other', name]);
  });

  it.each(['pass', '"""text"""', 'a: int'])('%s does nothing', source => {
    expect(read(source)).toBeNull();
  });
});
