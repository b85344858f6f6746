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

  it('are not those that the step makes itself', () => {
    expect(
      filesOf('open("a.txt", "w").write("a")\nprint(open("a.txt").read())')
    ).toEqual([[]]);
  });
});
