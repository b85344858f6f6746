import * as fc from 'fast-check';

import { topological, type Arrow } from './order';
import { LANE_WIDTH, rail, ROW_HEIGHT, type RailGeometry } from './rail';

const DIGITS = ['load', 'describe', 'augment', 'svm', 'forest', 'evaluate'];
const ARROWS: readonly Arrow[] = [
  ['load', 'describe'],
  ['load', 'augment'],
  ['augment', 'svm'],
  ['augment', 'forest'],
  ['svm', 'evaluate'],
  ['forest', 'evaluate']
];

const lanes = (geometry: RailGeometry): number[] =>
  geometry.nodes.map(({ lane }) => lane);

describe('rail', () => {
  it('keeps the longest way in one lane', () => {
    const geometry = rail(DIGITS, ARROWS);
    expect(lanes(geometry)).toEqual([0, 1, 0, 0, 1, 0]);
    expect(geometry.hidden).toBe(0);
    expect(geometry.height).toBe(6 * ROW_HEIGHT);
    expect(geometry.edges.map(({ path }) => path)).toEqual([
      'M10 13C10 29 23 23 23 39V39',
      'M10 13V65',
      'M10 65V91',
      'M10 65C10 81 23 75 23 91V117',
      'M10 91V143',
      'M23 117C23 133 10 127 10 143V143'
    ]);
  });

  it('draws an edge around the steps between its ends', () => {
    const { nodes, edges } = rail(
      ['a', 'b', 'c', 'd'],
      [
        ['a', 'b'],
        ['b', 'd'],
        ['a', 'c'],
        ['c', 'd']
      ]
    );
    expect(nodes.map(({ lane }) => lane)).toEqual([0, 0, 1, 0]);
    expect(edges[1]?.path).toBe('M10 39V91');
  });

  it('is empty for no steps, and ignores arrows it cannot draw', () => {
    expect(rail([], []).nodes).toEqual([]);
    expect(
      rail(
        ['a', 'b'],
        [
          ['b', 'a'],
          ['a', 'x']
        ]
      ).edges
    ).toEqual([]);
  });

  it('puts lanes over the fourth on top of each other and counts them', () => {
    const rows = ['s', 'a', 'b', 'c', 'd', 'e', 'f', 'end'];
    const middle = rows.slice(1, -1);
    const geometry = rail(rows, [
      ...middle.map((name): Arrow => ['s', name]),
      ...middle.map((name): Arrow => [name, 'end'])
    ]);
    expect(geometry.hidden).toBe(2);
    const most = Math.max(...geometry.nodes.map(({ x }) => x));
    expect(most).toBe(10 + 3 * LANE_WIDTH);
  });

  it('never draws a straight piece of an edge through another step', () => {
    const graph = fc.integer({ min: 2, max: 9 }).chain(count =>
      fc.tuple(
        fc.constant(Array.from({ length: count }, (_, i) => `s${i}`)),
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
          maxLength: 14
        })
      )
    );
    fc.assert(
      fc.property(graph, ([rows, pairs]) => {
        const arrows = reduce(
          pairs
            .filter(([a, b]) => a < b)
            .map(([a, b]): Arrow => [`s${a}`, `s${b}`])
        );
        const geometry = rail(rows, arrows);
        fc.pre(geometry.hidden === 0);
        for (const { from, to, path } of geometry.edges) {
          for (const { x, top, bottom } of straightPieces(path)) {
            const hit = geometry.nodes.filter(
              node =>
                node.x === x &&
                node.y > top &&
                node.y < bottom &&
                node.id !== from &&
                node.id !== to
            );
            expect(hit).toEqual([]);
          }
        }
      }),
      { numRuns: 400 }
    );
  });
});

/** Without arrows that a longer way makes superfluous. */
function reduce(arrows: readonly Arrow[]): readonly Arrow[] {
  const direct = [...new Set(arrows.map(arrow => arrow.join(' ')))].map(
    text => text.split(' ') as unknown as Arrow
  );
  const reaches = (from: string, to: string): boolean =>
    direct.some(
      ([a, b]) => a === from && (b === to || (b !== from && reaches(b, to)))
    );
  return direct.filter(
    ([a, b]) => !direct.some(([c, d]) => c === a && d !== b && reaches(d, b))
  );
}

function straightPieces(
  path: string
): { x: number; top: number; bottom: number }[] {
  const pieces = [];
  let [x, y] = [0, 0];
  for (const [, command, rest] of path.matchAll(/([MVC])([^MVC]*)/g)) {
    const numbers = (rest ?? '').trim().split(' ').map(Number);
    if (command === 'V') {
      pieces.push({ x, top: y, bottom: numbers[0] ?? y });
      y = numbers[0] ?? y;
    } else {
      [x, y] = numbers.slice(-2) as [number, number];
    }
  }
  return pieces;
}

describe('topological', () => {
  it('keeps the given order where the arrows allow it', () => {
    expect(
      topological(
        ['c', 'a', 'b'],
        [
          ['a', 'c'],
          ['a', 'b']
        ]
      )
    ).toEqual(['a', 'c', 'b']);
  });

  it('puts circles at the end', () => {
    expect(
      topological(
        ['a', 'b', 'c'],
        [
          ['a', 'b'],
          ['b', 'a']
        ]
      )
    ).toEqual(['c', 'a', 'b']);
  });
});
