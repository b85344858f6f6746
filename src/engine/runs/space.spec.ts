import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { aStep, TWO_STEPS } from '../../core/testing/pipelines';
import { testEngine, type TestEngine } from '../testing/engines';
import { keptEngines } from '../testing/kept-engines';
import { pipelineOf, until } from '../testing/notebooks';
import { RunTrees } from '../trees/run-trees';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const runFolder = ({ folder }: TestEngine, id: string) =>
  join(folder, '.kalette', 'runs', id);

const treesOf = (engine: TestEngine, id: string) => {
  const trees = join(runFolder(engine, id), 'trees');
  return existsSync(trees) ? readdirSync(trees) : [];
};

describe('the working trees of a run', () => {
  it('are gone when the engine ends as soon as the run has', async () => {
    const engine = await testEngine(TWO_STEPS);
    mkdirSync(join(engine.folder, 'data'));
    for (let file = 0; file < 2000; file++) {
      writeFileSync(join(engine.folder, 'data', String(file)), 'x');
    }
    const id = await engine.start();
    const { hub } = engine.workspace;
    await new Promise<void>(done =>
      hub.subscribe(events => {
        if (events.some(({ kind }) => kind === 'run.succeeded')) {
          done();
        }
      })
    );
    await engine.engine.close();
    expect(treesOf(engine, id)).toEqual([]);
  });

  it('are down to the first when the run waits to be continued', async () => {
    const pipeline = pipelineOf([
      { name: 'a', code: 'pass' },
      { name: 'b', code: 'import time; time.sleep(60)', step: { after: ['a'] } }
    ]);
    const engine = await testEngine(pipeline);
    const id = await engine.start();
    await until(
      'the second step runs',
      async () => (await engine.view(id)).steps[1]?.cell === 'b'
    );
    await engine.engine.close();
    expect(treesOf(engine, id)).toEqual(['.start']);
  });

  it('that a killed engine left are dropped by the next one', async () => {
    const slow = pipelineOf([
      { name: 'a', code: 'import time; time.sleep(60)' }
    ]);
    const engine = await testEngine(slow);
    const id = await engine.start();
    await until(
      'it runs',
      async () => (await engine.view(id)).steps[0]?.cell === 'a'
    );
    await engine.engine.close();
    mkdirSync(join(runFolder(engine, id), 'trees', 'b', 'data'), {
      recursive: true
    });
    await engineOf(slow, engine.folder);
    expect(treesOf(engine, id)).toEqual(['.start']);
  });
});

it('keeps nothing of the variables that a failed attempt had saved', async () => {
  const pipeline = pipelineOf([
    {
      name: 'a',
      code: 'good = 1\nbad = (n for n in [])',
      step: aStep({ name: 'a', cells: ['a'], writes: ['good', 'bad'] })
    }
  ]);
  const engine = await engineOf(pipeline);
  const { id, state } = await engine.run();
  expect(state).toBe('failed');
  const attempt = join(runFolder(engine, id), 'steps', 'a', '1');
  expect(readdirSync(attempt).sort()).toEqual([
    'fd1.log',
    'fd2.log',
    'plan.json',
    'report.ipynb'
  ]);
});

it('is interrupted where its copy of the workspace does not fit, and goes on later', async () => {
  const engine = await engineOf(TWO_STEPS);
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const copying = jest
    .spyOn(RunTrees.prototype, 'begin')
    .mockRejectedValueOnce(full);
  const told: string[] = [];
  engine.workspace.hub.subscribe(events =>
    told.push(
      ...events.flatMap(({ kind, data }) =>
        kind === 'problem' ? [String(data['text'])] : []
      )
    )
  );
  const { id, state } = await engine.run();
  copying.mockRestore();
  expect(state).toBe('interrupted');
  expect(told).toEqual([expect.stringMatching(/^The disk is full.*Free/)]);
  await engine.workspace.resume(id);
  await engine.workspace.settled(id);
  expect((await engine.view(id)).state).toBe('succeeded');
});
