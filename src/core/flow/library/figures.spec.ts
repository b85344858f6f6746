import { figureUse } from './figures';

it.each([
  ['matplotlib.pyplot.plot', 'draws'],
  ['matplotlib.pyplot.figure', 'draws'],
  ['seaborn.heatmap', 'draws'],
  ['boxplot', 'draws'],
  ['sklearn.metrics.RocCurveDisplay.from_estimator', 'draws'],
  ['matplotlib.pyplot.title', 'asks'],
  ['matplotlib.pyplot.savefig', 'asks'],
  ['matplotlib.pyplot.show', 'ends'],
  ['pandas.read_csv', null],
  ['append', null]
])('%s: %s', (path, use) => {
  expect(figureUse(path)).toBe(use);
});
