import { flowOf } from '../testing/texts';

/** Whether a metric that a statement binds is told to be no number. */
function isTold(statement: string, before = ''): boolean {
  const { urgent } = flowOf(
    `# imports\nfrom sklearn.linear_model import Ridge\nclass Shape:\n    pass`,
    `# step:one\n${before}\n${statement}`,
    '# pipeline-metrics\nprint(m)'
  );
  return urgent.some(text => text.startsWith('DF804'));
}

describe('a metric', () => {
  it.each([
    'm = "good"',
    'm = [1, 2]',
    'm = {"a": 1}\nm["b"] = 2',
    'm = n = (1, 2)',
    'm = [x for x in range(3)]',
    'm = lambda: 1',
    'm = Ridge()',
    'm = Ridge(alpha=2).fit([[1.0]], [1.0])',
    'm = Shape()'
  ])('that is no number: %s', statement => {
    expect(isTold(statement)).toBe(true);
  });

  it.each([
    'm = 0.5',
    'm = [1, 2][0]',
    'm = rows[0]',
    'm = best["none"]',
    'm = rows if rows == 3 else 2',
    'm = 1\nif rows:\n    m = [2]',
    'm = model.coef_[0]',
    'm = model.coef_[0] - 1',
    'm = model.score([[1.0]], [1.0])',
    'm = best.get("a", [])',
    'm = []\nm = 3'
  ])('that may be one: %s', statement => {
    const before =
      'rows = [1, [2]]\nbest = {"a": 1}\nmodel = Ridge().fit([[1.0]], [1.0])';
    expect(isTold(statement, before)).toBe(false);
  });
});
