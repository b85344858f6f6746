import { keptEngines } from '../testing/kept-engines';
import { pipelineOf } from '../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();

describe('a run whose cell the kernel cannot read', () => {
  it('starts nothing, and fails at the cell', async () => {
    const { start, workspace, view } = await engineOf(
      pipelineOf([
        { name: 'one', code: 'print("ran")' },
        { name: 'two', code: '\nx = 1\nreturn x' },
        { name: 'three', code: 'y = 2' }
      ])
    );
    const id = await start();
    await workspace.settled(id);
    const run = await view(id);
    expect(run.state).toBe('failed');
    expect(run.steps.map(({ state }) => state)).toEqual([
      'skipped',
      'failed',
      'skipped'
    ]);
    expect(run.steps[1]?.error).toMatchObject({
      kind: 'syntax',
      code: 'DF901',
      cell: 'two',
      line: 3
    });
    expect(run.steps[0]?.why).toContain('cell 2');
    expect(run.steps.every(({ attempts }) => attempts === 0)).toBe(true);
  });

  it('goes on where the interpreter and the analysis agree', async () => {
    const { start, workspace, view } = await engineOf(
      pipelineOf([
        {
          name: 'one',
          code: '%time x = 1\nfor i in range(3):\n    x += i\nprint(f"{x=}", [i for i in "ab"])'
        }
      ])
    );
    const id = await start();
    await workspace.settled(id);
    expect((await view(id)).state).toBe('succeeded');
  });
});
