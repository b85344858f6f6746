import { changeOf, withChange } from './change';

const made = (before: unknown, after: unknown) =>
  withChange(before, changeOf(before, after));

describe('changeOf', () => {
  it.each([
    ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }],
    ['another kind', [1], { 0: 1 }],
    ['null and a record', null, { a: 1 }],
    ['a field', { a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }],
    ['a new field', { a: 1 }, { a: 1, b: undefined }],
    ['fields of other names', { a: 1 }, { b: 1 }],
    ['an item', [1, [2, 3]], [1, [2, 4]]],
    ['an item more', [1, 2, 3], [1, 9, 2, 3]],
    ['an item less', [{ a: 1 }, { a: 2 }, { a: 3 }], [{ a: 1 }, { a: 3 }]],
    ['equal items at both ends', [1, 1], [1, 1, 1]],
    ['an empty list', [1, 2], []],
    ['a field named as those of every object', { a: 1 }, { toString: 1 }]
  ])('makes %s', (_, before, after) => {
    expect(made(before, after)).toEqual(after);
  });

  it('says only what differs', () => {
    const cells = Array.from({ length: 500 }, (_, n) => ({ id: n, text: 'x' }));
    const after = cells.map(cell =>
      cell.id === 7 ? { ...cell, text: 'y' } : { ...cell }
    );
    expect(
      JSON.stringify(changeOf({ cells }, { cells: after })).length
    ).toBeLessThan(200);
    expect(changeOf({ cells }, { cells: [...cells] })).toEqual({
      kind: 'none'
    });
  });

  it('keeps what did not change as the same object', () => {
    const before = { a: { b: [1] }, c: [{ d: 1 }, { d: 2 }] };
    const after = made(before, {
      a: { b: [1] },
      c: [{ d: 0 }, { d: 1 }, { d: 2 }]
    }) as typeof before;
    expect(after.a).toBe(before.a);
    expect(after.c[2]).toBe(before.c[1]);
    expect(made(before, JSON.parse(JSON.stringify(before)))).toBe(before);
  });

  it('does not fail on what is nested deeply', () => {
    const nested = (levels: number): unknown => {
      let value: unknown = levels;
      for (let level = 0; level < levels; level++) {
        value = [value];
      }
      return value;
    };
    const after = nested(5000);
    expect(changeOf(nested(4999), after)).toBeDefined();
    expect(made(nested(4999), after)).toBeInstanceOf(Array);
  });
});
