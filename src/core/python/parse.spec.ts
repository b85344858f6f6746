import { parseCell } from './parse';
import type { Stmt } from './tree';

/** The statements of a source in short: what kind each is, and the names of a bad one. */
function outline(source: string): readonly string[] {
  return parseCell(source).body.map(inShort);
}

function inShort(node: Stmt): string {
  const names = node.kind === 'Bad' ? node.names.map(({ id }) => id) : [];
  return [node.kind, ...names].join(' ');
}

function messages(source: string): readonly string[] {
  return parseCell(source).problems.map(({ message }) => message);
}

describe('what cannot be parsed', () => {
  it('is a problem where it goes wrong', () => {
    expect(parseCell('a = 1\nif a\n  b\n').problems).toEqual([
      { message: "expected ':'", start: 10, end: 11 }
    ]);
  });

  it.each([
    ['x = (1', "'(' was never closed"],
    ['x = "a', 'unterminated string literal'],
    ['x = """a', 'unterminated triple-quoted string literal'],
    ['f"{a', "'{' was never closed"],
    ['if a:\nb', 'expected an indented block'],
    ['  a', 'unexpected indent'],
    [
      'if a:\n    b\n  c',
      'unindent does not match any outer indentation level'
    ],
    ['f() = 1', 'cannot assign to function call'],
    ['1 = a', 'cannot assign to literal'],
    ['a if b', "expected 'else' after 'if' expression"],
    ['try: a', "expected 'except' or 'finally' block"],
    [
      'from a import b,',
      'trailing comma not allowed without surrounding parentheses'
    ]
  ])('says of %j: %s', (source, message) => {
    expect(messages(source)[0]).toBe(message);
  });

  it('gives its names, attributes aside, as names that are mentioned', () => {
    expect(outline('total = = price.net * f(n=rate)')).toEqual([
      'Bad total price f n rate'
    ]);
  });

  it('leaves the rest of its block alone', () => {
    const [def] = parseCell('def f():\n  a = = b\n  return c\nd = 1').body;
    expect(def).toMatchObject({
      kind: 'FunctionDef',
      body: [{ kind: 'Bad' }, { kind: 'Return' }]
    });
    expect(outline('def f():\n  a = = b\n  return c\nd = 1')).toEqual([
      'FunctionDef',
      'Assign'
    ]);
  });

  it('takes its own block with it', () => {
    expect(outline('for in b:\n    c = 1\n    d = 2\ne = 3')).toEqual([
      'Bad b c d',
      'Assign'
    ]);
  });

  it('does not swallow the lines below an open bracket', () => {
    expect(outline('print(\nrows = 1\nif rows:\n  a\n')).toEqual([
      'Bad print',
      'Assign',
      'If'
    ]);
  });

  it('ends at a bracket that closes nothing', () => {
    expect(outline('a)\nb = 1')).toEqual(['Bad a', 'Assign']);
  });
});

it('takes t-strings as strings with fields', () => {
  expect(parseCell('t"{a!r:>{b}} c"').body).toMatchObject([
    {
      kind: 'Expr',
      value: {
        kind: 'JoinedStr',
        template: true,
        values: [
          {
            kind: 'FormattedValue',
            value: { kind: 'Name', id: 'a' },
            conversion: 'r',
            formatSpec: { values: [{}, { value: { id: 'b' } }] }
          },
          { kind: 'Constant', value: ' c' }
        ]
      }
    }
  ]);
});

it('reads exceptions without parentheses', () => {
  expect(parseCell('try: a\nexcept B, C: d').body).toMatchObject([
    { handlers: [{ type: { kind: 'Tuple' }, name: null }] }
  ]);
});

it.each([
  ['f"{a = # why\n}"', 'a = \n'],
  ['f"{\'#\' = }"', "'#' = "],
  ['f"{ a[0]=}"', ' a[0]=']
])('shows the code of %j without comments', (source, value) => {
  expect(parseCell(source).body).toMatchObject([
    { value: { values: [{ value }, { conversion: 'r' }] } }
  ]);
});

it('compares names as Python does', () => {
  expect(parseCell('ﬁ = 𝐱').body).toMatchObject([
    { targets: [{ id: 'fi', start: 0, end: 1 }], value: { id: 'x', end: 6 } }
  ]);
});

it('counts offsets in UTF-16 units', () => {
  expect(parseCell('"😀" + a').body).toMatchObject([
    { value: { right: { start: 7, end: 8 } } }
  ]);
});
