import { readCores, readMemory } from './amounts';

describe('readMemory', () => {
  it.each([
    ['4Gi', '4Gi'],
    ['4 GiB', '4Gi'],
    ['4gib', '4Gi'],
    [' 1.5 gi ', '1.5Gi'],
    ['512 MB', '512M'],
    ['512mb', '512M'],
    ['8G', '8G'],
    ['64 K', '64k'],
    ['64kib', '64Ki'],
    ['2E', '2E'],
    ['1024', '1024'],
    ['1024 B', '1024'],
    ['1e9', '1e9']
  ])('of %j is %j', (text, value) => {
    expect(readMemory(text)).toEqual({ value });
  });

  it.each(['lots', '4 Gig', '-1Gi', '4 5Gi', '1.2.3Gi', '.', 'Gi', ''])(
    'of %j is nothing',
    text => {
      expect(readMemory(text)).toEqual({ problem: 'unknown' });
    }
  );

  it('does not guess what a lone m means', () => {
    expect(readMemory('500m')).toEqual({ problem: 'milli' });
    expect(readMemory('500 M')).toEqual({ value: '500M' });
  });
});

describe('readCores', () => {
  it.each([
    ['2', '2'],
    [' 0.5 ', '0.5'],
    ['500 m', '500m']
  ])('of %j is %j', (text, value) => {
    expect(readCores(text)).toEqual({ value });
  });

  it.each(['two', '2Gi', '500M', '2 cores', ''])('of %j is nothing', text => {
    expect(readCores(text)).toEqual({ problem: 'unknown' });
  });
});
