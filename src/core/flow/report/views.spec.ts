import { flowOf } from '../testing/texts';

/** What is said of views. */
function viewsIn(...texts: readonly string[]): string[] {
  return flowOf(...texts)
    .diagnostics.filter(({ code }) => code === 'DF403')
    .map(({ message }) => message.split(';')[0] ?? '');
}

describe('arrays that share memory', () => {
  it('are told by what is the view of what, by whatever number a row has', () => {
    expect(
      viewsIn(
        '# imports\nimport numpy as np',
        '# step:one\nX = np.arange(12.0).reshape(3, 4)\ncol = X[:, 1]\nrow = X[0]',
        '# step:two\nX[0, 1] = 100',
        '# step:three\nprint(col, row)'
      )
    ).toEqual(['`col` is a view of `X`', '`row` is a view of `X`']);
  });
});
