import { ancestors, reduce, type Graph } from './graph';

const graph = (...before: readonly (readonly number[])[]): Graph => ({
  size: before.length,
  before: before.map(steps => new Set(steps))
});

describe('ancestors', () => {
  it('are all steps waited for, directly or through others', () => {
    const steps = [0, 1, 2, 3, 4];
    const waitsFor = ancestors(graph([], [0], [1], [], [2, 3]));
    expect(steps.map(step => steps.filter(waitsFor.bind(null, step)))).toEqual([
      [],
      [0],
      [0, 1],
      [],
      [0, 1, 2, 3]
    ]);
  });

  it('are told apart in graphs of many steps', () => {
    const chain = Array.from({ length: 70 }, (_, i) => (i > 1 ? [i - 2] : []));
    const waitsFor = ancestors(graph(...chain));
    expect([0, 32, 64].map(step => waitsFor(68, step))).toEqual([
      true,
      true,
      true
    ]);
    expect([1, 31, 33, 67, 68, 69].some(step => waitsFor(68, step))).toBe(
      false
    );
  });

  it('are none of what is no step', () => {
    const waitsFor = ancestors(graph([], [0]));
    expect([waitsFor(-1, 0), waitsFor(1, -1), waitsFor(2, 0)]).toEqual([
      false,
      false,
      false
    ]);
    expect(ancestors(graph())(0, 0)).toBe(false);
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
