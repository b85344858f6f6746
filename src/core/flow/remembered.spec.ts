import { createAnalyser } from '../analyse';
import type { Flow } from './types';

/** What is found for cells of one step each, again after each edit of the first one. */
function flowsOf(
  first: readonly string[],
  others: readonly string[]
): readonly Flow[] {
  const analyser = createAnalyser();
  return first.map(edited => {
    const cells = [edited, ...others].map((source, i) => ({
      id: `c${i}`,
      cell_type: 'code',
      metadata: { tags: [`step:s${i}`] },
      source,
      outputs: [],
      execution_count: null
    }));
    const content = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
    return analyser.analyse(content, { name: 'n.ipynb' }).flow;
  });
}

/** Whether what each step but the edited one was found to read is the very same. */
function kept([before, after]: readonly Flow[]): readonly boolean[] {
  return (after?.steps ?? [])
    .map(({ reads }, i) => reads === before?.steps[i]?.reads)
    .slice(1);
}

describe('what was found for a step', () => {
  const others = ['b = [a]', 'print(a)', 'print(b)'];

  it('stays when a cell binds another name', () => {
    expect(kept(flowsOf(['a = [1]', 'a = [1]\nc = 1'], others))).toEqual([
      true,
      true,
      true
    ]);
  });

  it('stays when a binding moves inside its cell', () => {
    const flows = flowsOf(['a = [1]', 'c = 1\na = [1]'], others);
    expect(kept(flows)).toEqual([true, true, true]);
  });

  it('is found anew where the step reads what is different', () => {
    const perhaps = 'c = 1\nif c:\n    a = [1]';
    const flows = flowsOf(['a = [1]', perhaps], others);
    expect(kept(flows)).toEqual([false, false, true]);
  });
});

describe('what steps are asked for', () => {
  // The last step stays, the one before it is looked into anew and needs the same, and the second
  // one needs more than before.
  const others = ['b = [2]\nc = [3]', 'print(a)', 'print(c, b, a)'];
  const states = ['a = [1]', 'a = [1]\nd = 4', 'a = [1]'];

  it('is the same as in a notebook that is read anew', () => {
    const more = ['b = [2]\nc = [3, a]', 'print(b, a)', 'print(c, b, a)'];
    for (const cells of [others, more]) {
      const flows = flowsOf(states, cells);
      states.forEach((state, i) => {
        expect(flows[i]).toEqual(flowsOf([state], cells)[0]);
      });
    }
  });
});
