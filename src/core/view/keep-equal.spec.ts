import { keepEqual } from './keep-equal';

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
});
