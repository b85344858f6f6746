import { freeNamesOf, namesOf, readsOf } from '../../testing/facts-in-short';

const bindsOf = (source: string): readonly string[] =>
  namesOf(source).filter(line => line.startsWith('bind'));

describe('functions', () => {
  it.each([
    [
      'parameters of every kind',
      'def f(a, /, b, *c, d, **e): a, b, c, d, e, x'
    ],
    ['an assignment', 'def f():\n  a = x\n  a'],
    ['an assignment below the read', 'def f():\n  x\n  a\n  a = 1'],
    ['an assignment that is never reached', 'def f():\n  return a, x\n  a = 1'],
    ['an augmented one', 'def f():\n  a += x'],
    ['for', 'def f():\n  for a, (b, *c) in x: a, b, c'],
    ['with', 'def f():\n  with x as (a, b): a, b'],
    ['except', 'def f():\n  try: x\n  except x as a: a'],
    [
      'imports',
      'def f():\n  import a.b, c as d\n  from e import g\n  a, d, g, x'
    ],
    ['def and class', 'def f():\n  def a(): a\n  class b: pass\n  a, b, x'],
    [
      'match',
      'def f():\n  match x:\n    case [a, *b, {"k": c, **d}] as e: a,b,c,d,e'
    ],
    ['del', 'def f():\n  x\n  del a\n  a'],
    ['a walrus', 'def f():\n  (a := x)\n  a'],
    ['a walrus in a comprehension', 'def f():\n  [a := x for _ in "ab"]\n  a'],
    ['an annotation', 'def f():\n  a: x_type\n  a, x'],
    ['a lambda', 'def f(): return lambda a, *b, c=1: (a, b, c, x)'],
    ['a walrus in a lambda', 'f = lambda: (a := x) + a'],
    [
      'nonlocal',
      'def f():\n  a = x\n  def g():\n    nonlocal a\n    a = 1\n    a'
    ],
    ['what is around', 'def f(a):\n  def g():\n    return lambda: a + x'],
    ['a type parameter', 'def f[T](a: T) -> T:\n  T, x'],
    ['its own type alias', 'def f():\n  type a = b\n  a, x'],
    [
      'a private name of a class',
      'class C:\n  def f(self):\n    __a = x\n    __a'
    ],
    ['a private parameter', 'class C:\n  def f(self, __a): __a, x'],
    ['__class__ in a method', 'class C:\n  def f(self): __class__, super(), x']
  ])('have their own: %s', (_, source) => {
    const { reads } = freeNamesOf(source);
    expect(reads.filter(name => name !== 'super')).toEqual(['x']);
  });

  it('write names of the notebook that they declare global', () => {
    expect(freeNamesOf('def f():\n  global a\n  a = b\n  c = 1')).toEqual({
      reads: ['b'],
      binds: ['a']
    });
    expect(
      freeNamesOf('def f():\n  a = 1\n  def g():\n    global a\n    del a')
    ).toMatchObject({ binds: ['a'] });
    expect(bindsOf('class C:\n  global a\n  a = 1')).toContain(
      'bind a assign certain'
    );
  });

  it('evaluate defaults, decorators and annotations where they stand', () => {
    expect(
      namesOf('@a.b(c)\ndef f(x=d, *, y=e, **z: g) -> h: i').filter(line =>
        line.startsWith('read')
      )
    ).toEqual(['read a', 'read c', 'read d', 'read e', 'read g', 'read h']);
    expect(freeNamesOf('@a\ndef f(x=b): return c')).toMatchObject({
      reads: ['c']
    });
  });
});

describe('annotations', () => {
  it.each([
    ['x: a', ['a']],
    ['x: a = b', ['a', 'b']],
    ['x.y: a', ['a', 'x']],
    ['x[k]: a', ['a', 'k', 'x']],
    ['def f(x: a) -> b: pass', ['a', 'b']],
    ['class C:\n  x: a', ['a']],
    ['def f():\n  x: a = b', ['b']],
    ['x: "a"', []],
    ['from __future__ import annotations\nx: a\ndef f(y: b): pass', []],
    ['def f[T: a = b](): pass', []],
    ['type X = a', []]
  ])('%j reads %j', (source, reads) => {
    expect(readsOf(source)).toEqual(reads);
  });

  it('alone bind nothing', () => {
    expect(bindsOf('x: int')).toEqual([]);
    expect(bindsOf('x: int = 1')).toEqual(['bind x assign certain']);
  });
});

describe('class bodies', () => {
  it('read the notebook until they bind a name themselves', () => {
    expect(namesOf('class C:\n  a = a\n  b = a')).toEqual([
      'read a',
      'bind C class certain'
    ]);
  });

  it('cannot be seen from methods and from inside comprehensions', () => {
    expect(readsOf('class C:\n  a = 1\n  def f(self): return a')).toEqual([
      'a'
    ]);
    expect(readsOf('class C:\n  a = 1\n  b = [a for _ in "x"]')).toEqual(['a']);
    expect(readsOf('class C:\n  a = []\n  b = [x for x in a]')).toEqual([]);
    expect(
      readsOf('class C:\n  a = []\n  b = [y for x in "z" for y in a]')
    ).toEqual(['a']);
    expect(readsOf('class C:\n  a = 1\n  f = lambda: a')).toEqual(['a']);
  });

  it('see the function around them', () => {
    expect(
      freeNamesOf('def f(a):\n  class C:\n    b = a\n    def g(self): return a')
    ).toMatchObject({ reads: [] });
  });

  it('know what Python gives them', () => {
    expect(readsOf('class C:\n  x = __qualname__, __module__')).toEqual([]);
  });

  it('mangle private names', () => {
    expect(readsOf('class _C:\n  def f(self): return __a, __b__')).toEqual([
      '_C__a',
      '__b__'
    ]);
  });

  it('read bases, keywords and decorators', () => {
    expect(readsOf('@a\nclass C(b, metaclass=c): pass')).toEqual([
      'a',
      'b',
      'c'
    ]);
    expect(readsOf('class C[T](b[T]): x: T')).toEqual(['b']);
  });
});

describe('comprehensions', () => {
  it.each([
    ['[x for x in a]', ['a']],
    ['{x: y for x, y in a if b}', ['a', 'b']],
    ['[x for x in x]', ['x']],
    ['[y for x in a for y in x]', ['a']],
    ['[y for x in a for y in y]', ['a']],
    ['[[y for y in x] for x in a]', ['a']],
    ['(lambda x: x + a)(1)', ['a']],
    ['[(lambda x: x)(x) for x in a]', ['a']],
    ['[(lambda: x + b)() for x in a]', ['a', 'b']],
    ['[x for a.b in c]', ['a', 'c', 'x']]
  ])('%s reads %j', (source, reads) => {
    expect(readsOf(source)).toEqual(reads);
  });

  it('keep their targets for themselves', () => {
    expect(bindsOf('[x for x in "ab"]')).toEqual([]);
  });

  it('bind by walrus in the notebook, if they run at all', () => {
    expect(bindsOf('[y := x for x in "ab"]')).toEqual(['bind y walrus loop']);
    expect(bindsOf('f = lambda: (y := 1)')).toEqual(['bind f lambda certain']);
  });
});

describe('statements bind', () => {
  it.each([
    ['a = b = 1', ['a assign', 'b assign']],
    ['a, (b, *c) = x', ['a assign', 'b assign', 'c assign']],
    ['a.b = c[d] = 1', []],
    ['a += 1', ['a assign']],
    ['import a.b', ['a import']],
    ['import a.b as c', ['c import']],
    ['from a import b, c as d', ['b import', 'd import']],
    ['def f(): pass', ['f function']],
    ['class C: pass', ['C class']],
    ['f = lambda: 1', ['f lambda']],
    ['type A = int', ['A type']],
    ['with a as b: pass', ['b with']],
    ['with a as (b, c), d as e.f: pass', ['b with', 'c with']],
    ['(a := 1)', ['a walrus']],
    ['x = !ls', ['x assign']],
    ['%%capture out\na = 1', ['a assign', 'out magic']],
    ['%%bash --out o\nls', ['o magic']]
  ])('%s', (source, expected) => {
    expect(bindsOf(source)).toEqual(
      expected.map(line => `bind ${line} certain`)
    );
  });

  it('unknown names by a star', () => {
    expect(bindsOf('from a import *')).toEqual([]);
  });

  it('names as Python compares them', () => {
    expect(namesOf('ﬁ = 𝐱')).toEqual(['read x', 'bind fi assign certain']);
  });
});

describe('reads', () => {
  it.each([
    ['f(a, b=c, *d, **e)', ['a', 'c', 'd', 'e', 'f']],
    ['a.b.c', ['a']],
    ['f"{a!r:>{b}}{c=}"', ['a', 'b', 'c']],
    ['t"{a}"', ['a']],
    ['"{a} $b # c"', []],
    ['# a\n"""b"""', []],
    ['a[b:c, d]', ['a', 'b', 'c', 'd']],
    ['del a.b, c[d]', ['a', 'c', 'd']],
    ['a.b += c', ['a', 'c']],
    ['match a:\n  case b.C(x=d.e) if f: x', ['a', 'b', 'd', 'f', 'x']],
    ['raise a from b', ['a', 'b']],
    ['assert a, b', ['a', 'b']],
    ['a = = b', ['a', 'b']],
    ['!ls {a} $b', ['a', 'b']],
    ['%time c = a', ['a']]
  ])('%s: %j', (source, reads) => {
    expect(readsOf(source)).toEqual(reads);
  });

  it('know what the cell has bound before', () => {
    expect(namesOf('a = 1\na\ndel a\na')).toEqual([
      'bind a assign certain',
      'read a inside',
      'read a inside',
      'unbind a certain',
      'read a'
    ]);
  });

  it.each([
    ['try:\n  a\nexcept NameError:\n  pass', 'read a probe'],
    ['try:\n  a\nexcept (KeyError, NameError):\n  pass', 'read a probe'],
    ['try:\n  a\nexcept:\n  pass', 'read a probe'],
    ['try:\n  a\nexcept KeyError:\n  pass', 'read a'],
    ['try:\n  b\nexcept NameError:\n  a', 'read a'],
    ['!echo $a', 'read a probe']
  ])('%j is %s', (source, line) => {
    expect(namesOf(source)).toContain(line);
  });
});
