import { cellHash, readLearned, withLearned } from './learned';

describe('learned changes', () => {
  const hash = cellHash('tick(m)');

  it('hashes the source, whatever its line ends', () => {
    expect(cellHash('a\r\nb')).toBe(cellHash('a\nb'));
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(cellHash('abc')).toBe(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    );
  });

  it('adds to what was noted and leaves the rest of the metadata', () => {
    const before = {
      kalette: { version: 1, name: 'x', facts: { other: 1 } }
    };
    const once = withLearned(before, { [hash]: ['m'] });
    expect(once).toEqual({
      version: 1,
      name: 'x',
      facts: { other: 1, changes: { [hash]: ['m'] } }
    });
    const twice = withLearned({ kalette: once }, { [hash]: ['k', 'm'] });
    expect(readLearned(twice ?? {})).toEqual({ [hash]: ['k', 'm'] });
  });

  it('says when there is nothing new', () => {
    const own = withLearned({}, { [hash]: ['m'] });
    expect(own).toMatchObject({ version: 1 });
    expect(withLearned({ kalette: own }, { [hash]: ['m'] })).toBeNull();
  });

  it.each([null, 3, { changes: [] }, { changes: { a: 'm', b: [1] } }])(
    'passes over %j',
    facts => {
      expect(readLearned({ facts })).toEqual({});
    }
  );
});
