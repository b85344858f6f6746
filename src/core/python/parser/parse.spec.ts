import { parseCell } from './parse';
import type { Stmt } from '../tree/tree';

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
    ['x = "a', 'unterminated string literal'],
    [
      'x = """a\nb\n',
      'unterminated triple-quoted string literal (detected at line 2)'
    ],
    ['f"{a', "'{' was never closed"],
    ['x = “a”', "invalid character '“' (U+201C)"],
    ['x =\u00a01', 'invalid non-printable character U+00A0'],
    ["{'a': 1, 'b'}", "':' expected after dictionary key"],
    ["{'a':}", "expression expected after dictionary key and ':'"],
    ['f(a=1, b)', 'positional argument follows keyword argument'],
    ['f(**a, b)', 'positional argument follows keyword argument unpacking'],
    [
      'f(**a, *b)',
      'iterable argument unpacking follows keyword argument unpacking'
    ],
    ['del f()', 'cannot delete function call'],
    ['None = 1', 'cannot assign to None'],
    ['[f(), a] = 1', 'cannot assign to function call'],
    ['  a', 'unexpected indent'],
    [
      'if a:\n    b\n  c',
      'unindent does not match any outer indentation level'
    ],
    [
      'f() = 1',
      "cannot assign to function call here. Maybe you meant '==' instead of '='?"
    ],
    [
      '1 = a',
      "cannot assign to literal here. Maybe you meant '==' instead of '='?"
    ],
    ['a if b', "expected 'else' after 'if' expression"],
    ['try: a', "expected 'except' or 'finally' block"],
    [
      'from a import b,',
      'trailing comma not allowed without surrounding parentheses'
    ]
  ])('says of %j: %s', (source, message) => {
    expect(messages(source)[0]).toBe(message);
  });

  it.each([
    ['x = (1', '(', '('],
    ['x = (1,\ny = 2\nz = 3\n', '(', '('],
    ['print(1\nprint(2)\n', '(', '('],
    ['x = [1, 2\nfor i in x:\n    print(i)\n', '[', '['],
    ["d = {'a': f(1),\n 'b': 2\n# end\n", '{', '{'],
    ['def f(a, b\n    return 1\n', '(', '('],
    ['x = f(\n    a=1,\n\ny = 3\nprint(y)\n', '(', '('],
    ['if a:\n    b((\n    )\n    c = 1\n', '(', '(('],
    ['x = (1,\n  )[\ny = 2\n', '[', '[']
  ])('points at the bracket of %j that is never closed', (source, open, at) => {
    const start = source.indexOf(at);
    expect(parseCell(source).problems[0]).toEqual({
      message: `'${open}' was never closed`,
      start,
      end: start + 1
    });
  });

  it.each([
    ['x = (1]', "']' does not match opening parenthesis '('"],
    ['x = (1,\n  2]', "']' does not match opening parenthesis '(' on line 1"]
  ])('tells of the brackets of %j that do not fit', (source, message) => {
    expect(parseCell(source).problems).toEqual([
      {
        message: `closing parenthesis ${message}`,
        start: source.indexOf(']'),
        end: source.indexOf(']') + 1
      }
    ]);
  });

  it.each([
    ['x = 1)', "unmatched ')'", ')'],
    ['f"a {b}\nc', 'unterminated f-string literal', 'f"'],
    ['x = f"""a {b}\nc', 'unterminated triple-quoted f-string literal', 'f"'],
    ['f(\n  a b\n)', 'invalid syntax. Perhaps you forgot a comma?', 'b'],
    ['f(\n  a = = b\n)', 'invalid syntax', '= b'],
    [
      'print a',
      "Missing parentheses in call to 'print'. Did you mean print(...)?",
      'print'
    ],
    [
      'if a = 3:\n  b',
      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
      '='
    ],
    [
      'if a:\n  b\nelif a.c = 3:\n  b',
      "invalid syntax. Maybe you meant '==' instead of '='?",
      '='
    ],
    [
      'while a and b[0] = 3: c',
      "invalid syntax. Maybe you meant '==' instead of '='?",
      '='
    ],
    [
      'c = (a = 3)',
      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
      '= 3'
    ],
    [
      'f(a.b = 3)',
      'expression cannot contain assignment, perhaps you meant "=="?',
      '='
    ],
    ['{a = 3}', "invalid syntax. Maybe you meant ':' instead of '='?", '='],
    ['a == 1:\n  b', 'invalid syntax', ':']
  ])('says of %j: %s, at %s', (source, message, at) => {
    const start = source.indexOf(at);
    expect(parseCell(source).problems[0]).toMatchObject({ message, start });
  });

  it.each([
    ['if a:\nb', "'if' statement", 1],
    ['if a:\n  b\nelif c:\nd', "'elif' statement", 3],
    ['if a:\n  b\nelse:\nd', "'else' statement", 3],
    ['\nfor a in b:\nc', "'for' statement", 2],
    ['while a:\nb', "'while' statement", 1],
    ['with a:\nb', "'with' statement", 1],
    ['try:\na', "'try' statement", 1],
    ['try:\n  a\nexcept:\nb', "'except' statement", 3],
    ['try:\n  a\nfinally:\nb', "'finally' statement", 3],
    ['match a:\n  case 1:\n  b', "'case' statement", 2],
    ['@a\ndef f():\nb', 'function definition', 2],
    ['class A:\n# why\nb', 'class definition', 1]
  ])('names what %j lacks a block for', (source, what, line) => {
    expect(messages(source)).toEqual([
      `expected an indented block after ${what} on line ${line}`
    ]);
  });

  it('tells of a wrong indentation once', () => {
    expect(messages('if a:\n    b\n  else:\n    c')).toEqual([
      'unindent does not match any outer indentation level'
    ]);
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
