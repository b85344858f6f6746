import { CONTEXT, lineDifference } from './line-difference';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => `line ${from + place}`);
const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('lineDifference', () => {
  it('tells which lines were removed and added, between lines that stay', async () => {
    const found = await lineDifference(
      text('a', 'b', 'c'),
      text('a', 'B', 'c', 'd')
    );
    expect(found).toEqual({
      added: 2,
      removed: 1,
      isCoarse: false,
      parts: [
        {
          isHidden: false,
          lines: [
            { kind: 'same', text: 'a' },
            { kind: 'removed', text: 'b' },
            { kind: 'added', text: 'B' },
            { kind: 'same', text: 'c' },
            { kind: 'added', text: 'd' }
          ]
        }
      ]
    });
  });

  it('hides what is far from changes', async () => {
    const before = numbers(1, 40);
    const after = before.map(line => (line === 'line 20' ? 'new' : line));
    const { parts } = await lineDifference(text(...before), text(...after));
    expect(
      parts.map(({ isHidden, lines }) => [isHidden, lines.length])
    ).toEqual([
      [true, 19 - CONTEXT],
      [false, 2 + 2 * CONTEXT],
      [true, 20 - CONTEXT]
    ]);
  });

  it('hides no line alone: to say so takes as much room', async () => {
    const before = numbers(1, CONTEXT + 2);
    const after = [...before.slice(0, -1), 'new'];
    const { parts } = await lineDifference(text(...before), text(...after));
    expect(parts.map(({ isHidden }) => isHidden)).toEqual([false, false]);
  });

  it.each([
    ['a\nb\n', 'a\nb\n'],
    ['a\nb\n', 'a\r\nb'],
    ['', '']
  ])('finds no line that differs between %j and %j', async (before, after) => {
    expect(await lineDifference(before, after)).toEqual({
      parts: [],
      added: 0,
      removed: 0,
      isCoarse: false
    });
  });

  it('shows one change where telling lines apart would take too long', async () => {
    const noise = (name: string) =>
      Array.from({ length: 3000 }, (_, place) => `${name} ${place}`);
    const { added, removed, isCoarse, parts } = await lineDifference(
      text('first', ...noise('a'), 'last'),
      text('first', ...noise('b'), 'last'),
      1
    );
    expect({ added, removed, isCoarse }).toEqual({
      added: 3000,
      removed: 3000,
      isCoarse: true
    });
    expect(parts.flatMap(({ lines }) => lines)).toContainEqual({
      kind: 'same',
      text: 'first'
    });
  });
});
