import { wordAt } from './words';

const at = (source: string, start: number, length: number) =>
  wordAt(source, start, start + length);

describe('words of a source', () => {
  it('gives the same word for the same characters', () => {
    const first = at('total = 1', 0, 5);
    expect(first).toEqual({ text: 'total', kind: 'name' });
    expect(at('print(total)', 6, 5)).toBe(first);
  });

  it('tells words apart that begin and end alike', () => {
    expect(at('axxxxxyz', 0, 8).text).toBe('axxxxxyz');
    expect(at('axwwwxyz', 0, 8).text).toBe('axwwwxyz');
    expect(at('axxxxxyz', 0, 8).text).toBe('axxxxxyz');
  });

  it('knows keywords and long names', () => {
    expect(at('lambda x: x', 0, 6)).toEqual({
      text: 'lambda',
      kind: 'keyword'
    });
    const long = 'a_name_of_more_characters_than_most';
    expect(at(long, 0, long.length)).toEqual({ text: long, kind: 'name' });
  });

  it('normalises what is not ASCII each time', () => {
    for (const round of [1, 2]) {
      expect([round, at('ﬁ = 1', 0, 1).text]).toEqual([round, 'fi']);
    }
  });
});
