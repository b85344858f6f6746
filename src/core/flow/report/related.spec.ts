import { flowOf } from '../testing/texts';

/** For each diagnostic of a code: its cell and line, and those of its related places. */
function placesOf(code: string, ...texts: readonly string[]): string[] {
  return flowOf(...texts)
    .diagnostics.filter(one => one.code === code)
    .map(({ where, related = [] }) =>
      [where, ...related.map(one => one.where)]
        .map(one => `${one?.index ?? -1}:${one?.start?.line ?? 0}`)
        .join(' ')
    );
}

describe('a diagnostic leads to the other place', () => {
  it('DF104: from a change by another way to what was made in between', () => {
    expect(
      placesOf(
        'DF104',
        '# imports\na = [4]',
        '# step:one\nc = 5',
        '# step:two\nclass K:\n    shared = a',
        '# step:one\na += a',
        '# step:four\nprint(K.shared, c)'
      )
    ).toEqual(['3:1 2:1']);
  });

  it('DF109: from a repeated definition to the earlier one', () => {
    expect(
      placesOf(
        'DF109',
        '# step:one\nx = 1\nlabel = "a"\nprint(label)',
        '# functions\nlabel = "b"'
      )
    ).toEqual(['1:1 0:2']);
  });

  it('DF109: from a repeated definition to who looked for the name above it', () => {
    const asked = 'try:\n    got = label\nexcept NameError:\n    got = None';
    const made = '# functions\nlabel = "b"';
    expect(placesOf('DF109', `# step:one\n${asked}`, made)).toEqual([
      '1:1 0:2'
    ]);
    expect(placesOf('DF109', made, `# step:one\n${asked}`)).toEqual([]);
    const step = '# step:two\nlabel = "b"';
    expect(placesOf('DF109', `# step:one\n${asked}`, step)).toEqual([]);
  });

  it('DF304: from a skipped change to who reads the value', () => {
    expect(
      placesOf(
        'DF304',
        '# step:one\nxs = [1]',
        '# skip\nxs.append(2)',
        '# step:two\nn = 1\nprint(xs)'
      )
    ).toEqual(['1:1 2:2']);
  });

  it('DF403: from a change to where the view was made', () => {
    expect(
      placesOf(
        'DF403',
        '# imports\nimport numpy as np',
        '# step:one\na = np.zeros(3)\nb = a[:2]',
        '# step:two\nb[:] = 1',
        '# step:three\nprint(a)'
      )
    ).toEqual(['2:1 1:2']);
  });

  it('DF505: from a change of a module to who uses it', () => {
    expect(
      placesOf(
        'DF505',
        '# imports\nimport string',
        '# step:one\nstring.digits = "x"',
        '# step:two\nn = 1\nprint(string.digits)'
      )
    ).toEqual(['1:1 2:2']);
  });

  it('DF510: from a reader of a file to its writer', () => {
    expect(
      placesOf(
        'DF510',
        '# step:one\nn = 1\nopen("a.txt", "w").write("x")',
        '# step:two\nprint(open("a.txt").read())'
      )
    ).toEqual(['1:1 0:2']);
  });

  it('DF604: from a result of IPython to where it is displayed', () => {
    expect(
      placesOf('DF604', '# step:one\nn = 1\nn + 1', '# step:two\nprint(_)')
    ).toEqual(['1:1 0:2']);
  });

  it('DF802: from a replaced parameter to its cell', () => {
    expect(
      placesOf(
        'DF802',
        '# pipeline-parameters\nn = 1\nlimit = 3',
        '# step:one\nlimit = limit - 1',
        '# step:two\nprint(limit, n)'
      )
    ).toEqual(['1:1 0:2']);
  });
});
