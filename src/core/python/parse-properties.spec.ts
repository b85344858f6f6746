import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { parseSyntaxTable } from '../testing/syntax-table';
import { factsOf } from './facts/facts';
import { CELL_LIMIT, parseCell } from './parser/parse';

const TABLE = parseSyntaxTable(
  readFileSync(join(__dirname, '../testing/python-syntax.txt'), 'utf8')
);

/** What is wrong with the places of a tree, if anything. */
function misplaced(part: unknown, from: number, to: number): string | null {
  if (typeof part !== 'object' || part === null) {
    return null;
  }
  let [inFrom, inTo] = [from, to];
  if ('start' in part && 'end' in part) {
    const { start, end } = part;
    if (typeof start !== 'number' || typeof end !== 'number') {
      return 'a place that is no number';
    }
    if (!(from <= start && start <= end && end <= to)) {
      return `${start}-${end} not in ${from}-${to}: ${JSON.stringify(part)}`;
    }
    [inFrom, inTo] = [start, end];
  }
  for (const [key, value] of Object.entries(part)) {
    // Python has a function or class begin below its decorators.
    const wrong =
      key === 'decorators'
        ? misplaced(value, from, inFrom)
        : misplaced(value, inFrom, inTo);
    if (wrong) {
      return wrong;
    }
  }
  return null;
}

/** Parses, and checks what holds of every source whatsoever. */
function check(source: string): void {
  const { body, problems } = parseCell(source);
  const wrong = misplaced([body, problems], 0, source.length);
  if (wrong) {
    throw new Error(`${wrong} of ${JSON.stringify(source)}`);
  }
}

it('reads a table with something in it', () => {
  expect(TABLE.length).toBeGreaterThan(35);
  expect(TABLE.every(({ name, source }) => name && source)).toBe(true);
});

describe.each(TABLE)('$name', ({ source }) => {
  it('has no problem, and places that nest', () => {
    check(source);
    expect(parseCell(source).problems).toEqual([]);
  });

  it('parses at each length', () => {
    for (let i = 0; i < source.length; i++) {
      check(source.slice(0, i));
    }
  });

  it('parses without any one of its characters', () => {
    for (let i = 0; i < source.length; i++) {
      check(source.slice(0, i) + source.slice(i + 1));
    }
  });

  it('parses the same with Windows line ends inside a longer cell', () => {
    const { problems } = parseCell(source.replaceAll('\n', '\r\n'));
    expect(problems).toEqual([]);
  });
});

const WORDS = [
  ...'( ) [ ] { } : ; , . = == := -> * ** / @ % ! ? \\ # \' " """'.split(' '),
  ...'if else elif for in while try except finally with as def class'.split(
    ' '
  ),
  ...'lambda yield await async return del global nonlocal match case'.split(
    ' '
  ),
  ...'type import from not and or is None a b 1 2.5 0x f" t" rb" é 😀'.split(
    ' '
  ),
  ...[
    '\n',
    '\n  ',
    '\n    ',
    '\t',
    '\f',
    '\r\n',
    ' ',
    '%%time',
    '%time ',
    '{a!r:'
  ]
];

it('copes with words in any order', () => {
  const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 });
  fc.assert(
    fc.property(words, fc.boolean(), (picked, isSpaced) => {
      const source = picked.join(isSpaced ? ' ' : '');
      check(source);
      factsOf(source);
    }),
    { numRuns: 3_000, seed: 20 }
  );
});

it('copes with characters in any order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), source => {
      check(source);
      factsOf(source);
    }),
    { numRuns: 1_000, seed: 21 }
  );
});

it('copes with code cut and put together elsewhere', () => {
  const place = fc.nat({ max: 2_000 });
  const part = fc.tuple(fc.constantFrom(...TABLE), place, place);
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), parts => {
      const source = parts
        .map(([{ source: text }, from, length]) => {
          const start = from % text.length;
          return text.slice(start, start + length);
        })
        .join('');
      check(source);
      factsOf(source);
    }),
    { numRuns: 500, seed: 22 }
  );
});

it('keeps what stands around a statement that is broken', () => {
  const lines =
    'a = 1|b = [2, 3]|def f(x):\n    return x|if a:\n    b()|f"{a}"';
  const good = fc.constantFrom(...lines.split('|'));
  const bad = fc.constantFrom(
    'a = = b',
    'def f(:',
    'for in b: c',
    'if a',
    'a b',
    'f"{a"',
    '"a',
    'return return',
    ')',
    'class'
  );
  fc.assert(
    fc.property(
      fc.array(good),
      bad,
      fc.array(good),
      (before, broken, after) => {
        const all = [...before, broken, ...after].join('\n');
        const { body, problems } = parseCell(all);
        expect(problems).toHaveLength(1);
        expect(body.filter(({ kind }) => kind === 'Bad')).toHaveLength(1);
        expect(body).toHaveLength(before.length + 1 + after.length);
      }
    ),
    { numRuns: 300, seed: 23 }
  );
});

describe('code that is meant to be too much', () => {
  const deep = 20_000;

  it.each([
    ['open brackets', '('.repeat(deep)],
    ['brackets', '['.repeat(deep) + ']'.repeat(deep)],
    ['signs', '-'.repeat(deep) + '1'],
    ['nots', 'not '.repeat(deep) + '1'],
    ['lambdas', 'lambda: '.repeat(deep) + '1'],
    ['fields', 'f"{'.repeat(deep)],
    ['formats', 'f"{a:' + '{a:'.repeat(deep)],
    ['blocks on a line', 'if a: '.repeat(deep) + 'b'],
    ['patterns', `match a:\n case ${'('.repeat(deep)}`],
    ['magics', '%time '.repeat(deep)]
  ])('is refused: %s', (_, source) => {
    expect(parseCell(source).problems.length).toBeGreaterThan(0);
    factsOf(source);
  });

  it.each([
    ['a sum', 'a + '.repeat(deep) + '1'],
    ['a chain of calls', 'a' + '.b(c)'.repeat(deep)],
    ['a chain of elif', 'if a: b\n' + 'elif c: d\n'.repeat(deep)],
    ['a row of conditions', 'a and b or '.repeat(deep) + '1'],
    ['lines', 'a = b\n'.repeat(deep)]
  ])('is read: %s', (_, source) => {
    expect(parseCell(source).problems).toEqual([]);
    factsOf(source);
  });

  it('is not read beyond the limit of a cell', () => {
    const { body, problems } = parseCell(' '.repeat(CELL_LIMIT + 1));
    expect(body).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  it('gives a bounded number of problems', () => {
    expect(parseCell('a b\n'.repeat(deep)).problems.length).toBe(100);
  });
});
