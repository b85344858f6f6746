import { frameLines, MOST_LINES } from './frames';
import * as texts from '../texts';

const frame = (name: string, line: number) => ({
  cell: 'c',
  index: 1,
  file: null,
  line,
  name,
  text: `${name}(n)`
});

const times = <T>(count: number, items: readonly T[]): T[] =>
  Array.from({ length: count }, () => items).flat();

describe('frameLines', () => {
  it('names the cell, or the file, and the line', () => {
    const other = { ...frame('g', 2), cell: null, file: '/lib/x.py' };
    expect(frameLines([frame('f', 1), other])).toEqual([
      'cell 2, line 1, in f: f(n)',
      '/lib/x.py, line 2, in g: g(n)'
    ]);
  });

  it('counts what a recursion repeats', () => {
    const lines = frameLines([
      frame('<module>', 9),
      ...times(983, [frame('f', 1)]),
      frame('g', 5)
    ]);
    expect(lines).toEqual([
      'cell 2, line 9, in <module>: <module>(n)',
      ...times(3, ['cell 2, line 1, in f: f(n)']),
      texts.sameAgain(980),
      'cell 2, line 5, in g: g(n)'
    ]);
  });

  it('counts what functions repeat that call each other', () => {
    const [a, b] = ['cell 2, line 1, in a: a(n)', 'cell 2, line 2, in b: b(n)'];
    expect(frameLines(times(500, [frame('a', 1), frame('b', 2)]))).toEqual([
      ...times(2, [a, b]),
      texts.sameAgain(996)
    ]);
  });

  it('prints a few repetitions as they are', () => {
    expect(frameLines(times(4, [frame('f', 1)]))).toHaveLength(4);
  });

  it('leaves out the middle of a long way without repetitions', () => {
    const lines = frameLines(
      Array.from({ length: 100 }, (_, place) => frame(`f${place}`, place))
    );
    expect(lines).toHaveLength(MOST_LINES + 1);
    expect(lines[0]).toContain('in f0:');
    expect(lines[MOST_LINES / 2]).toBe(texts.linesLeftOut(80));
    expect(lines.at(-1)).toContain('in f99:');
  });
});
