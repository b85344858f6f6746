import * as fc from 'fast-check';

import { isEqual, keepEqual } from './keep-equal';

describe('keepEqual', () => {
  it('keeps the objects that say the same', () => {
    const before = new Map([
      ['a', { x: [1, { y: null }] }],
      ['b', { x: [1] }]
    ]);
    const after = new Map([
      ['a', { x: [1, { y: null }] }],
      ['b', { x: [2] }],
      ['c', { x: [] }]
    ]);
    const kept = keepEqual(before, after);
    expect(kept.get('a')).toBe(before.get('a'));
    expect(kept.get('b')).toBe(after.get('b'));
    expect([...kept.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('agrees with JSON on data without a fixed order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isEqual(a, structuredClone(a))).toBe(true);
        if (isEqual(a, b)) {
          expect(b).toEqual(a);
        }
      })
    );
  });

  it('tells lists from objects and absent from undefined', () => {
    expect(isEqual([], {})).toBe(false);
    expect(isEqual({ a: undefined }, { b: undefined })).toBe(false);
    expect(isEqual(null, {})).toBe(false);
  });
});
