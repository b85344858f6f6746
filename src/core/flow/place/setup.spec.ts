import { flowOf } from '../testing/texts';

/** What the last step loads, in order; variables in angle brackets. */
function setupOf(...texts: readonly string[]): readonly string[] {
  const { steps } = flowOf(...texts).value;
  return (steps.at(-1)?.setup ?? []).map(item =>
    'variable' in item ? `<${item.variable}>` : item.definition
  );
}

describe('before its first cell a step loads', () => {
  it('computed parameters, then cells of imports and functions', () => {
    expect(
      setupOf(
        '# imports\nimport os',
        '# parameters\na = 1\nb = a + 1',
        '# functions\ndef f(): return 1',
        '# step:one\nprint(b)'
      )
    ).toEqual(['parameter b', 'imports', 'functions']);
  });

  it('a class before its instance', () => {
    expect(
      setupOf('# step:one\nclass A: pass\nx = A()', '# step:two\nprint(x)')
    ).toEqual(['class A', '<x>']);
  });

  it('a base before the class', () => {
    expect(
      setupOf(
        '# step:one\nclass A: pass\nclass B(A): pass\nx = [B()]',
        '# step:two\nprint(x)'
      )
    ).toEqual(['class A', 'class B', '<x>']);
  });

  it('a value before the definition that reads it where it stands', () => {
    expect(
      setupOf(
        '# step:one\nx = [1]\ndef f(y=x): return y',
        '# step:two\nprint(f())'
      )
    ).toEqual(['<x>', 'function f']);
  });

  it('classes of all that is in one file', () => {
    expect(
      setupOf(
        '# step:one\nclass A: pass\nx = [1]\ny = [x]\ny.append(A())',
        '# step:two\nx.append(2)\nprint(y)'
      )
    ).toEqual(['class A', '<x>', '<y>']);
  });

  it('nothing that it does not use', () => {
    expect(
      setupOf('# step:one\nx = 1\ndef f(): pass', '# step:two\nprint(2)')
    ).toEqual([]);
  });
});
