import { parseCell } from '../parser/parse';
import type { Magic, Stmt } from '../tree/tree';

function magicOf(source: string): Magic | undefined {
  return parseCell(source).body.find(
    (node): node is Magic => node.kind === 'Magic'
  );
}

const kindsOf = (body: readonly Stmt[] | undefined) =>
  body?.map(({ kind }) => kind);

describe('lines of IPython', () => {
  it.each([
    ['%matplotlib inline', 'line', 'matplotlib', 'inline'],
    ['%pip install "a>1"', 'line', 'pip', 'install "a>1"'],
    ['!ls -l {folder} | wc', 'shell', '', 'ls -l {folder} | wc'],
    ['!!ls', 'shell', '', 'ls'],
    ['?print', 'help', '', '?print'],
    ['??print', 'help', '', '??print'],
    ['print?', 'help', '', 'print?'],
    ['print??', 'help', '', 'print??'],
    ['a.b.c?', 'help', '', 'a.b.c?'],
    ['%time?', 'help', '', '%time?'],
    ['np.*load*?', 'help', '', 'np.*load*?'],
    ['a["b"]?', 'help', '', 'a["b"]?']
  ])('%s is a magic', (source, form, name, text) => {
    expect(parseCell(source).problems).toEqual([]);
    expect(magicOf(source)).toMatchObject({
      form,
      name,
      text,
      start: 0,
      end: source.length
    });
  });

  it.each([
    'a = b %c',
    'a = (c\n%b)',
    'a %= 2',
    's = "\\\n%time"',
    '"""\n%time\n!ls\n"""',
    'a = 1 # why?',
    '"why?"',
    'x#why?'
  ])('%j holds none', source => {
    expect(magicOf(source)).toBeUndefined();
  });

  it('stand in blocks, and join lines by a backslash', () => {
    const source = 'if a:\n    !echo \\\n  b\n    c = 1';
    expect(parseCell(source).body).toMatchObject([
      { kind: 'If', body: [{ text: 'echo \\\n  b' }, { kind: 'Assign' }] }
    ]);
  });

  it.each(['x = %pwd', 'x = !ls', 'x: list = !ls', 'x = y = !ls'])(
    '%s gives a value',
    source => {
      const [node] = parseCell(source).body;
      expect(node).toMatchObject({ value: { kind: 'MagicExpr' } });
    }
  );

  it.each([
    ['%time x = f(a)', ['Assign']],
    ['%timeit -n 10 -r3 f(a)', ['Expr']],
    ['%prun -l 5 f(a)', ['Expr']],
    ['%memit f(a); g()', ['Expr', 'Expr']],
    ['%time', []],
    ['%lsmagic f(a)', []]
  ])('%s runs what follows', (source, kinds) => {
    expect(kindsOf(magicOf(source)?.body)).toEqual(kinds);
  });

  it('keep their places in what they run', () => {
    expect(magicOf('a\n%time x = 1')?.body).toMatchObject([
      { start: 8, end: 13 }
    ]);
  });

  it('may lack the sign where the line is no Python', () => {
    expect(magicOf('pip install pandas')).toMatchObject({
      form: 'line',
      name: 'pip',
      text: 'install pandas'
    });
    expect(kindsOf(parseCell('a = 1\ncd ../x[\nb = 2').body)).toEqual([
      'Assign',
      'Magic',
      'Assign'
    ]);
    expect(kindsOf(parseCell('ls -l\npip = 3\ncat(1)').body)).toEqual([
      'Expr',
      'Assign',
      'Expr'
    ]);
  });
});

describe('cells of IPython', () => {
  it.each([
    ['%%time\na = 1\nb', ['Assign', 'Expr']],
    ['%%prun -l 3\na', ['Expr']],
    ['%%capture out\na', ['Expr']],
    ['%%timeit -n 5 a = 1\nb', ['Assign', 'Expr']],
    ['\n\n%%time\n\na', ['Expr']]
  ])('%j run their body', (source, kinds) => {
    const magic = magicOf(source);
    expect(magic).toMatchObject({ form: 'cell', content: null });
    expect(kindsOf(magic?.body)).toEqual(kinds);
  });

  it.each(['bash', 'writefile a.py', 'html', 'javascript', 'sql', 'R'])(
    '%%%%%s keep their body as text',
    head => {
      expect(magicOf(`%%${head}\nif [ a ]; then\n`)).toMatchObject({
        form: 'cell',
        body: [],
        content: 'if [ a ]; then\n'
      });
    }
  );

  it('report what is wrong inside', () => {
    const { problems } = parseCell('%%time\na = = b\nc = 1');
    expect(problems).toMatchObject([{ start: 11 }]);
  });
});
