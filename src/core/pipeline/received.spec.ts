import { aStep } from '../testing/pipelines';
import { received, stored } from './received';

describe('received and stored', () => {
  const step = aStep({
    name: 'b',
    reads: [{ variable: 'x', from: 'a' }],
    writes: ['y'],
    state: {
      reads: [{ key: 'rng:random', from: 'a' }],
      writes: ['proc:cwd']
    }
  });

  it('puts process state behind the variables, under its key', () => {
    expect(received(step)).toEqual([
      { name: 'x', from: 'a' },
      { name: 'rng:random', from: 'a' }
    ]);
    expect(stored(step)).toEqual(['y', 'proc:cwd']);
  });
});
