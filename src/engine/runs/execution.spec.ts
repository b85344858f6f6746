import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { TWO_STEPS } from '../../core/testing/pipelines';
import * as messages from '../messages';
import { keptEngines, statesOf } from '../testing/kept-engines';
import { pipelineOf } from '../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();

describe('a run', () => {
  it('hands variables on and collects metrics', async () => {
    const { run } = await engineOf(TWO_STEPS);
    const first = await run();
    expect(first.state).toBe('succeeded');
    expect(first.metrics).toEqual({ total: 12 });
    const second = await run({ parameters: { rate: 0.5 } });
    expect(second.metrics).toEqual({ total: 3 });
    expect(second.number).toBe(2);
  });

  it('says the same time of a step when it ends and afterwards', async () => {
    const { run, workspace } = await engineOf(
      pipelineOf([{ name: 'only', code: 'pass' }])
    );
    const { id, steps } = await run();
    const [{ data = '{}' } = {}] = workspace.store.all<{ data: string }>(
      "SELECT data FROM event WHERE run = ? AND kind = 'step.succeeded'",
      id
    );
    expect(steps[0]?.seconds).toBeGreaterThan(0);
    expect(JSON.parse(data).seconds).toBe(steps[0]?.seconds);
  });

  it('runs independent steps side by side', async () => {
    const wait = (own: string, other: string) => ({
      name: own,
      // Each waits until the other has begun, outside of their own trees.
      code: `
import os, time
open(os.path.join(os.environ['MEET'], '${own}'), 'w').close()
end = time.time() + 20
while not os.path.exists(os.path.join(os.environ['MEET'], '${other}')):
    assert time.time() < end
    time.sleep(0.01)`,
      step: { environment: { MEET: '' }, resources: { cpu: '500m' } }
    });
    const steps = [wait('left', 'right'), wait('right', 'left')];
    const pipeline = pipelineOf(steps);
    const engine = await engineOf(pipeline);
    pipeline.steps.forEach(step =>
      Object.assign(step.environment, { MEET: engine.folder })
    );
    expect((await engine.run()).state).toBe('succeeded');
  });

  it('leaves the live workspace alone and shows what it wrote', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'write',
          code: `
open('old.txt', 'a').write(' more')
open('new.txt', 'w').write('new')
import os; os.remove('gone.txt')`
        }
      ])
    );
    writeFileSync(join(engine.folder, 'old.txt'), 'old');
    writeFileSync(join(engine.folder, 'gone.txt'), 'gone');
    const { files } = await engine.run();
    expect(files?.items).toEqual([
      { path: 'gone.txt', change: 'deleted' },
      { path: 'new.txt', change: 'new' },
      { path: 'old.txt', change: 'changed' }
    ]);
    const shown = join(files?.folder ?? '', 'old.txt');
    expect(readFileSync(shown, 'utf8')).toBe('old more');
    expect(readFileSync(join(engine.folder, 'old.txt'), 'utf8')).toBe('old');
    expect(readdirSync(engine.folder).sort()).toEqual([
      '.kalette',
      'gone.txt',
      'old.txt',
      'pyproject.toml',
      'test.ipynb'
    ]);
  });

  it('unites the files of branches where they join', async () => {
    const { run } = await engineOf(
      pipelineOf(
        [
          { name: 'root', code: 'open("base", "w").write("0")' },
          {
            name: 'left',
            code: 'open("left", "w").write("1"); open("base", "a").write("l")',
            step: { after: ['root'] }
          },
          {
            name: 'right',
            code: 'open("right", "w").write("2")',
            step: { after: ['root'] }
          },
          {
            name: 'join',
            code: 'seen = "".join(open(n).read() for n in ("base", "left", "right"))',
            step: { after: ['left', 'right'], metrics: ['seen'] }
          }
        ],
        { metrics: [{ name: 'seen', step: 'join', variable: 'seen' }] }
      )
    );
    expect((await run()).metrics).toEqual({ seen: '0l12' });
  });

  it('lists metrics as the notebook shows them, whichever step has them', async () => {
    const { run } = await engineOf(
      pipelineOf(
        [
          { name: 'one', code: 'loss = 1', step: { metrics: ['loss'] } },
          {
            name: 'two',
            code: 'accuracy = 2',
            step: { after: ['one'], metrics: ['accuracy'] }
          }
        ],
        {
          metrics: [
            { name: 'accuracy', step: 'two', variable: 'accuracy' },
            { name: 'loss', step: 'one', variable: 'loss' }
          ]
        }
      )
    );
    expect(Object.entries((await run()).metrics)).toEqual([
      ['accuracy', 2],
      ['loss', 1]
    ]);
  });

  it('runs up to a step, and skips the others', async () => {
    const { run } = await engineOf(
      pipelineOf([
        { name: 'one', code: 'pass' },
        { name: 'two', code: 'pass', step: { after: ['one'] } },
        { name: 'three', code: 'pass', step: { after: ['two'] } }
      ])
    );
    const end = await run({ until: 'two' });
    expect(end.state).toBe('succeeded');
    expect(statesOf(end)).toEqual({
      one: 'succeeded',
      two: 'succeeded',
      three: 'skipped'
    });
    expect(end.steps[2]?.why).toBe(messages.notSelected('two'));
  });

  it('records what native code prints', async () => {
    const { run, workspace } = await engineOf(
      pipelineOf([
        { name: 'native', code: 'import os; os.system("echo deep")' }
      ])
    );
    const { id } = await run();
    const lines = await workspace.archive.logs(id, 'native');
    expect(lines.map(line => line.text)).toContain('deep');
  });

  it('keeps a flood of output within its limits', async () => {
    const { run, workspace } = await engineOf(
      pipelineOf([
        { name: 'flood', code: 'for i in range(60000): print(i, "x" * 80)' }
      ])
    );
    const { id, state } = await run();
    expect(state).toBe('succeeded');
    const lines = await workspace.archive.logs(id, 'flood');
    const size = lines.reduce((sum, line) => sum + line.text.length, 0);
    expect(size).toBeLessThan(1.1 * 2 ** 20);
    expect(lines[0]?.text).toMatch(/^0 x/);
    expect(lines.at(-1)?.text).toMatch(/^59999 x/);
  });
});
