import { flowOf } from '../../testing/texts';

const MISSING =
  'DF306: `step` is defined below, in cell 1; top to bottom it does not exist yet.';

const urgentOf = (...lines: readonly string[]): readonly string[] =>
  flowOf(['# step:make', 'rows = [1, 2]', ...lines].join('\n')).urgent;

describe('a name that is read when an iterator is asked for its items', () => {
  it.each([
    'more = (row + step for row in rows)',
    'more = map(lambda row: row + step, rows)',
    'more = filter(None, (row + step for row in rows))',
    'more = enumerate(map(str, (row + step for row in rows)))',
    'more = print((row + step for row in rows))',
    'def count():\n    yield step\nmore = count()'
  ])('may be bound below: %s', more => {
    expect(urgentOf(more, 'step = 5')).toEqual([]);
    expect(urgentOf(more, 'step = 5', 'print(list(more))')).toEqual([]);
  });

  it.each([
    'total = sum(row + step for row in rows)',
    'text = ", ".join(str(row + step) for row in rows)',
    'rows.extend(row + step for row in [3])',
    'first, *rest = (row + step for row in rows)',
    'first = next(row + step for row in rows)',
    'isin = 3 in (row + step for row in rows)',
    'more = (row + step for row in rows)\nfor row in more:\n    print(row)',
    'more = list(map(lambda row: row + step, rows))',
    'more = map(str, (row + step for row in rows))\nprint(sorted(more))',
    'def count():\n    yield step\nmore = list(count())',
    'more = [row + step for row in rows]',
    'more = (row for row in step)'
  ])('is missing where that happens at once: %s', more => {
    expect(urgentOf(more, 'step = 5')).toEqual([MISSING]);
  });

  it('is missing where another step binds it', () => {
    const { urgent } = flowOf(
      '# step:make\nmore = (row + step for row in [1])',
      '# step:other\nstep = 5'
    );
    expect(urgent).toEqual([
      'DF306: `step` is defined below, in cell 2; top to bottom it does not exist yet.'
    ]);
  });

  it('is missing where nothing binds it', () => {
    expect(urgentOf('more = (row + stop for row in rows)')).toEqual([
      'DF301: `stop` is not defined by any cell.'
    ]);
  });
});
