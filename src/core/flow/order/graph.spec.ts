import { ancestors, reduce, type Graph } from './graph';

const graph = (...before: readonly (readonly number[])[]): Graph => ({
  size: before.length,
  before: before.map(steps => new Set(steps))
});

describe('ancestors', () => {
  it('are all steps waited for, directly or through others', () => {
    const all = ancestors(graph([], [0], [1], [], [2, 3]));
    expect(all.map(set => [...set].sort())).toEqual([
      [],
      [0],
      [0, 1],
      [],
      [0, 1, 2, 3]
    ]);
  });

  it('of no step are none', () => {
    expect(ancestors(graph())).toEqual([]);
  });
});

describe('the reduction', () => {
  it('leaves out an arrow that a longer way replaces', () => {
    expect(reduce(graph([], [0], [1, 0], [2, 0]))).toEqual([[], [0], [1], [2]]);
  });

  it('keeps both ways of a diamond, in order', () => {
    expect(reduce(graph([], [0], [0], [2, 1, 0]))).toEqual([
      [],
      [0],
      [0],
      [1, 2]
    ]);
  });

  it('keeps arrows that nothing replaces', () => {
    expect(reduce(graph([], [], [1, 0]))).toEqual([[], [], [0, 1]]);
  });
});
