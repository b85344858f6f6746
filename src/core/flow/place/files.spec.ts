import { createFactsMemo } from '../../python/facts/facts';
import { readNotebook } from '../../notebook/read-notebook';
import { flow } from '../flow';
import { notebookOf } from '../testing/corpus';

function filesOf(...sources: string[]) {
  const cells = sources.map((source, i) => ({
    tags: [`step:s${i}`],
    source
  }));
  const { value } = readNotebook(notebookOf({ cells }), { name: 'n.ipynb' });
  return flow(value, createFactsMemo()).value.steps.map(({ files }) => files);
}

describe('the files of a step', () => {
  it('name the step that wrote them last, or nobody', () => {
    expect(
      filesOf(
        'text = open("in.txt").read()\nopen("out.txt", "w").write("a")',
        'open("out.txt", "a").write("b")',
        'print(open("out.txt").read())'
      )
    ).toEqual([
      [{ path: 'in.txt', from: null }],
      [{ path: 'out.txt', from: 's0' }],
      [{ path: 'out.txt', from: 's1' }]
    ]);
  });

  it('tell which of them the step may do without', () => {
    expect(
      filesOf(
        'import os\nfrom pathlib import Path',
        'if os.path.exists("../a.txt"):\n    print(open("../a.txt").read())',
        'if Path("b.txt").is_file():\n    pass\nprint(open("b.txt").read())',
        'for i in range(3):\n    print(open("c.txt").read())',
        'def f(path):\n    return open(path).read()\n\nprint(f("d.txt"))',
        'if n:\n    print(open("e.txt").read())\nprint(open("e.txt").read())'
      ).slice(1)
    ).toEqual([
      [{ path: '../a.txt', from: null, optional: true }],
      [{ path: 'b.txt', from: null }],
      [{ path: 'c.txt', from: null }],
      [{ path: 'd.txt', from: null }],
      [{ path: 'e.txt', from: null }]
    ]);
  });

  it('are not those that the step makes itself', () => {
    expect(
      filesOf('open("a.txt", "w").write("a")\nprint(open("a.txt").read())')
    ).toEqual([[]]);
  });
});
