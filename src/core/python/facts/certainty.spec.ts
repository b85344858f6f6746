import { namesOf } from '../../testing/facts-in-short';
import { factsOf } from './facts';

/** What becomes of `a` in a cell: how it is bound, unbound, and whether all ways bind it. */
const fateOf = (source: string): readonly string[] => [
  ...new Set(
    namesOf(source)
      .filter(line => /^(?:bind|unbind|assure) a\b/.test(line))
      .map(line =>
        line.replace(' a', '').replace(/ (?:assign|loop|with) /, ' ')
      )
  )
];

/** True when the cell knows at its end that it has bound `a` itself. */
const isBoundAfter = (source: string): boolean =>
  namesOf(`${source}\na`).at(-1) === 'read a inside';

describe('branches', () => {
  it.each([
    ['if x: a = 1', false],
    ['if x: a = 1\nelse: a = 2', true],
    ['if x: a = 1\nelse: b = 2', false],
    ['if x: a = 1\nelif y: a = 2', false],
    ['if x: a = 1\nelif y: a = 2\nelse: a = 3', true],
    ['if x:\n  if y: a = 1\n  else: a = 2\nelse: a = 3', true],
    ['if x: a = 1\nelse: raise y', true],
    ['if x: a = 1\nelse: sys.exit()', true],
    ['if x: a = 1\nelse: assert False', true],
    ['if x: raise y\na = 1', true],
    ['if x: del a\nelse: a = 1', false],
    ['a = 1\nif x: del a', false],
    ['a = 1\nif x: del a\nelse: raise y', false],
    ['a = 1\nif x:\n  del a\n  raise y', true],
    ['if (a := x): pass', true],
    ['if x: pass\nelif (a := y): pass', false],
    ['(a := 1) if x else (a := 2)', true],
    ['(a := 1) if x else 2', false],
    ['x and (a := 1)', false],
    ['(a := 1) and x', true],
    ['x < y < (a := z)', false],
    ['x < (a := y) < z', true]
  ])('%j bind it for sure: %s', (source, isSure) => {
    expect(isBoundAfter(source)).toBe(isSure);
  });

  it('say of each binding whether it happens', () => {
    expect(fateOf('if x: a = 1\nelse: a = 2')).toEqual([
      'bind may',
      'assure certain'
    ]);
    expect(fateOf('if x.y: a = 1')).toEqual(['bind may']);
    expect(fateOf('if x: del a')).toEqual(['unbind may']);
    expect(fateOf('x and (a := 1)')).toEqual(['bind walrus may']);
  });
});

describe('code that asks whether a name is there', () => {
  it.each([
    'if "a" not in globals(): a = 1',
    'if not ("a" in dir()): a = 1',
    'if "a" in globals(): b = 1\nelse: a = 1',
    'try: a\nexcept NameError: a = 1',
    'try: b = a\nexcept NameError: a = 1'
  ])(
    'binds it one way or the other, and may leave it as it was: %j',
    source => {
      expect(fateOf(source)).toEqual(['bind may', 'assure loop']);
      expect(isBoundAfter(source)).toBe(false);
    }
  );

  it.each([
    'if "a" not in names: a = 1',
    'if "b" not in globals(): a = 1',
    'try: c\nexcept NameError: a = 1',
    'try: a\nexcept ValueError: a = 1'
  ])('may ask for something else: %j', source => {
    expect(fateOf(source)).toEqual(['bind may']);
  });
});

describe('tests of literals', () => {
  it.each([
    ['if 4 > 3: a = 1', ['bind certain']],
    ['if 4 > 4: a = 1', []],
    ['if 4 > 4: pass\nelse: a = 1', ['bind certain']],
    ['if [x]: a = 1\nelse: del a', ['bind certain']],
    ['if x: a = 1\nelif 1: a = 2\nelse: b = 3', ['bind may', 'assure certain']],
    ['if x: a = 1\nelif 0: pass\nelse: a = 2', ['bind may', 'assure certain']],
    ['if 0: a = 1\nelif x: a = 2', ['bind may']],
    ['while 0: a = 1\nelse: a = 2', ['bind certain']],
    ['while 4 > 3:\n  break\nelse: a = 1', []],
    ['4 > 3 and (a := 1)', ['bind walrus certain']],
    ['0 and (a := 1)', []],
    ['1 or (a := 1)', []],
    ['(a := 1) if 4 > 3 else (a := 2)', ['bind walrus certain']]
  ])('leave one way: %j', (source, fate) => {
    expect(fateOf(source)).toEqual(fate);
  });

  it('keep what else is under a condition there', () => {
    expect(fateOf('if x.y:\n  if 1: a = 1')).toEqual(['bind may']);
    expect(fateOf('if x > 3: a = 1')).toEqual(['bind may']);
    expect(fateOf('if 1:\n  if x.y: a = 1')).toEqual(['bind may']);
  });

  it('take nothing from the code that is left out', () => {
    expect(fateOf('for b in x.y:\n  if 0: break\n  a = b')).toEqual([
      'bind loop'
    ]);
    expect(isBoundAfter('a = 1\nif 0: del a')).toBe(true);
    expect(isBoundAfter('if 0: raise x\na = 1')).toBe(true);
  });
});

describe('match', () => {
  it.each([
    ['match x:\n  case 1: a = 1\n  case _: a = 2', true],
    ['match x:\n  case 1: a = 1\n  case 2: a = 2', false],
    ['match x:\n  case 1: a = 1\n  case a: pass', true],
    ['match x:\n  case 1: a = 1\n  case _ if y: a = 2', false],
    ['match x:\n  case 1: raise y\n  case 2 | _: a = 2', true],
    ['match x:\n  case [a]: pass', false]
  ])('%j binds it for sure: %s', (source, isSure) => {
    expect(isBoundAfter(source)).toBe(isSure);
  });
});

describe('a walrus', () => {
  it.each([
    ['if x:\n  (a := 1)\n  a', true],
    ['(a := 1) and a', true],
    ['x and (a := 1) and a', true],
    ['x or (a := 1)\na', false],
    ['[(a := y) for y in z]\na', false],
    ['assert x, (a := 1)\na', false]
  ])('in %j is known below: %s', (source, isKnown) => {
    expect(namesOf(source).includes('read a inside')).toBe(isKnown);
  });
});

describe('loops', () => {
  it('bind their target and body if they run at all', () => {
    expect(fateOf('for a in x.y: pass')).toEqual(['bind loop']);
    expect(fateOf('for b in x.y: a = b')).toEqual(['bind loop']);
    expect(fateOf('while x.y: a = 1')).toEqual(['bind loop']);
    expect(fateOf('for b in x.y:\n  if b.c: a = 1')).toEqual(['bind may']);
    expect(isBoundAfter('for a in x: pass')).toBe(false);
    expect(isBoundAfter('a = 1\nfor b in x: a = b')).toBe(true);
  });

  it.each([
    ['for a in [x, y]: pass', true],
    ['for b in (1, 2): a = b', true],
    ['for b in "ab":\n  a = b\n  if x: break', true],
    ['for b in {1: 2}.items():\n  if x: continue\n  a = b', false],
    ['for b in [1]:\n  if x: break\n  a = b', false],
    ['for b in [1]:\n  if x: a = b', false],
    ['for b in [1]:\n  a = b\n  del a', false],
    ['for b in [*x]: a = b', false],
    ['for b in []: a = b', false],
    ['for b in []: pass\nelse: a = 1', true],
    ['for b in [1]:\n  for c in "a": a = c', true],
    ['for b in x:\n  for c in "a": a = c', false],
    ['for b in [1]:\n  a = b\n  if x: break\nelse: a = 2', true],
    ['for b in [1]:\n  a = b\n  if x: break\nelse: del a', false],
    ['for b in [1]: break\nelse: a = 2', false],
    ['try:\n  for b in [1]: a = b\nexcept E: pass', false],
    ['[(a := b) for b in [1]]', true],
    ['{b: (a := c) for b in "a" for c in [2]}', true],
    ['[(a := b) for b in [1] if b]', false],
    ['[(a := c) for b in [1] for c in x]', false],
    ['list((a := b) for b in [1])', false]
  ])('over literals, %j bind it for sure: %s', (source, isSure) => {
    expect(isBoundAfter(source)).toBe(isSure);
  });

  it('over what builtins make bind it if these are the builtins', () => {
    expect(fateOf('for a in range(2): pass')).toEqual([
      'bind loop',
      'assure certain if range'
    ]);
    expect(fateOf('[(a := b) for b in range(2)]')).toEqual([
      'bind walrus loop',
      'assure certain if range'
    ]);
    expect(fateOf('for b in range(2):\n  if b: break\n  a = b')).toEqual([
      'bind loop'
    ]);
    expect(fateOf('if x:\n  for a in range(2): pass')).toEqual(['bind may']);
    expect(fateOf('for a in range(0): pass')).toEqual(['bind loop']);
    expect(isBoundAfter('for a in range(2): pass')).toBe(false);
  });

  it.each([
    'for a in x: pass',
    'for b in x:\n  a = b\n  if b: break',
    'for b in x:\n  for c in "ab": a = c',
    'for b in x.items(): a = b',
    'while x: a = x.pop()',
    '[(a := b) for b in x]',
    '{b: (a := c) for b in x for c in "ab"}',
    'if x: a = 1',
    'if x: a = 1\nelif y: b = 1\nelse: c = 1'
  ])('%j binds it for sure if there is something in x', source => {
    expect(fateOf(source)).toContain('assure certain if filled');
    expect(isBoundAfter(source)).toBe(false);
  });

  it.each([
    'for b in x:\n  if b.c: a = b',
    'for b in x:\n  if b.c: break\n  a = b',
    'for b in x.y: a = b',
    'for b in x.items(1): a = b',
    'for b in f(x): a = b',
    '[(a := b) for b in x if b]',
    '[(a := c) for b in x for c in y]',
    '((a := b) for b in x)',
    'if x and y: a = 1',
    'if not x: a = 1',
    'if y.z: b = 1\nelif x: a = 1',
    'if x: b = 1\nelse: a = 1',
    'while x.y: a = 1',
    'try:\n  for a in x: pass\nexcept E: pass',
    'if y.z:\n  for a in x: pass'
  ])('%j does not, whatever is in x', source => {
    expect(fateOf(source).filter(line => line.startsWith('assure'))).toEqual(
      []
    );
  });

  it('over what builtins make of a name ask for both', () => {
    expect(fateOf('for a in sorted(x): pass')).toEqual([
      'bind loop',
      'assure certain if sorted,filled'
    ]);
  });

  it('may not reach what stands below a way out', () => {
    expect(isBoundAfter('while True:\n  if x: break\n  a = 1')).toBe(false);
    expect(isBoundAfter('while True:\n  a = 1\n  if x: break')).toBe(true);
    expect(isBoundAfter('while 1:\n  a = 1\n  break')).toBe(true);
  });

  it('evaluate the test of while at least once', () => {
    expect(isBoundAfter('while (a := x): pass')).toBe(true);
  });

  it.each([
    ['for b in x: pass\nelse: a = 1', true],
    ['for b in x:\n  if b: break\nelse: a = 1', false],
    ['for b in x:\n  if b:\n    a = b\n    break\nelse: a = 1', true],
    ['for b in x:\n  if b: continue\nelse: a = 1', true],
    ['while x: pass\nelse: a = 1', true],
    ['for b in x:\n  a = b\n  if b: break\nelse: pass', false]
  ])('with an else part, %j binds it for sure: %s', (source, isSure) => {
    expect(isBoundAfter(source)).toBe(isSure);
  });
});

describe('try', () => {
  it.each([
    ['try: a = 1\nexcept E: pass', false],
    ['try: a = 1\nexcept E: a = 2', true],
    ['try: a = 1\nexcept E: raise', true],
    ['try: x\nexcept E: pass\nelse: a = 1', false],
    ['try: x\nexcept E: a = 1\nelse: a = 2', true],
    ['try: x\nexcept E: pass\nfinally: a = 1', true],
    ['try: a = 1\nfinally: x', true],
    ['try: a = 1\nexcept E: a = 2\nexcept F: pass', false],
    ['try:\n  a = x\n  y\nexcept E as a: pass', false],
    ['a = 1\ntry: x\nexcept E as a: pass', false]
  ])('%j binds it for sure: %s', (source, isSure) => {
    expect(isBoundAfter(source)).toBe(isSure);
  });

  it('may leave off before any statement of its body', () => {
    expect(namesOf('try:\n  a = x\nexcept E:\n  a')).toContain('read a');
    expect(namesOf('a = 1\ntry:\n  del a\nexcept E:\n  a')).toContain('read a');
  });

  it('unbinds the name of the error where it was handled', () => {
    expect(fateOf('try: x\nexcept E as a: pass')).toEqual([
      'bind except may',
      'unbind may'
    ]);
  });
});

describe('with', () => {
  it.each([
    ['with open(x) as a: pass', true],
    ['with lock: a = 1', true],
    ['with suppress(E): a = 1', false],
    ['with contextlib.suppress(E): a = 1', false],
    ['with suppress(E) as a: pass', true],
    ['with open(x) as f, pytest.raises(E): a = 1', false]
  ])('%j binds it for sure: %s', (source, isSure) => {
    expect(isBoundAfter(source)).toBe(isSure);
  });
});

describe('what is never reached', () => {
  it.each([
    'raise x\na = 1',
    'sys.exit()\na = 1',
    'exit()\na = 1',
    'os._exit(1)\na = 1',
    'assert False\na = 1',
    'for b in x:\n  continue\n  a = 1',
    'for b in x:\n  break\n  a = 1',
    'if x: raise y\nelse: raise z\na = 1'
  ])('does nothing inside a block: %j', source => {
    const block = source.replaceAll(/^/gm, '  ');
    expect(fateOf(`if z:\n${block}`)).toEqual([]);
  });

  it('makes a generator all the same', () => {
    const [made] = factsOf('def f():\n  return\n  yield x').ops.flatMap(op =>
      op.op === 'define' ? [op.definition] : []
    );
    expect(made).toMatchObject({ isGenerator: true });
  });

  it('counts again with the next statement of the cell', () => {
    expect(fateOf('raise x\na = 1')).toEqual(['bind certain']);
  });
});
