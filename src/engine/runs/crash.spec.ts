import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { TWO_STEPS } from '../../core/testing/pipelines';
import { brokenInvariants } from '../store/invariants';
import { openStore } from '../store/store';
import { makeWorkspace, pipelineOf, until } from '../testing/notebooks';
import { processesWith } from '../testing/processes';
import { bundledProgram } from '../testing/programs';

jest.setTimeout(120_000);

const program = bundledProgram();

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly metrics: object;
}

async function runsOf(folder: string): Promise<readonly Listed[]> {
  const { stdout } = await program.run(['runs', 'list', '--json'], folder);
  return JSON.parse(stdout).runs;
}

/** Looks into the store that programs have left; gives its runs. */
async function expectWhole(folder: string): Promise<readonly object[]> {
  const { store } = await openStore(folder, {});
  expect(brokenInvariants(store)).toEqual([]);
  expect(readdirSync(store.layout.tmp)).toEqual([]);
  for (const { digest } of store.all<{ digest: string }>(
    'SELECT digest FROM object'
  )) {
    expect(readFileSync(store.objects.path(digest))).toBeTruthy();
  }
  const runs = store.all<object>('SELECT state, metrics FROM run');
  await store.close();
  return runs.map(run => ({ ...run }));
}

// Early, in the middle and late: a run of two steps passes each point about this often.
const POINTS = [
  'store.migrate:1',
  'store.begin:1',
  'store.begin:4',
  'store.commit:1',
  'store.commit:2',
  'store.commit:6',
  'store.commit:9',
  'object.rename:1',
  'object.rename:2',
  'object.renamed:2',
  'object.renamed:3'
];

describe('an engine that is killed', () => {
  it.each(POINTS)('at %s leaves a run that can be continued', async point => {
    const folder = makeWorkspace({ pipeline: TWO_STEPS });
    const run = ['run', 'test.ipynb', '--json'];
    const killed = await program.run(run, folder, {
      KALETTE_CRASH_POINT: point
    });
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    const [found] = await runsOf(folder);
    const again = await program.run(
      found ? ['runs', 'resume', found.id, '--json'] : run,
      folder
    );
    if (found?.state === 'succeeded') {
      // All was written but the last word.
      expect(again.code).toBe(2);
    } else {
      expect(found?.state ?? 'interrupted').toBe('interrupted');
      expect(again).toMatchObject({ code: 0 });
    }
    expect(await expectWhole(folder)).toEqual([
      { state: 'succeeded', metrics: '{"total":12.0}' }
    ]);
  });

  it('takes its steps along, and keeps every event that was heard', async () => {
    const pipeline = pipelineOf([
      { name: 'first', code: 'print("done")' },
      {
        name: 'second',
        code: 'import subprocess\nsubprocess.run(["sleep", "98401"])',
        step: { after: ['first'] }
      }
    ]);
    const folder = makeWorkspace({ pipeline });
    const { child, ended } = program.start(['run', 'test.ipynb'], folder);
    await until('the step runs', () => processesWith('98401').length > 0);
    child.kill('SIGKILL');
    const { stderr } = await ended;
    expect(stderr).toContain('first: succeeded');
    await until('its steps end', () => processesWith('98401').length === 0);
    const [found] = await runsOf(folder);
    expect(found?.state).toBe('interrupted');
    const { stdout } = await program.run(
      ['runs', 'show', found?.id ?? '', '--json'],
      folder
    );
    const { steps } = JSON.parse(stdout).run;
    expect(steps.map((step: { state: string }) => step.state)).toEqual([
      'succeeded',
      'cancelled'
    ]);
    await expectWhole(folder);
  });
});

describe('two engines on one workspace', () => {
  const pipeline = pipelineOf([
    { name: 'waits', code: 'import time\nprint("up")\ntime.sleep(98402)' }
  ]);

  it('see and cancel the same runs', async () => {
    const folder = makeWorkspace({ pipeline });
    const owner = program.start(['run', 'test.ipynb'], folder);
    await until(
      'it runs',
      async () => (await runsOf(folder).catch(() => []))[0]?.state === 'running'
    );
    const cancelled = await program.run(['runs', 'cancel', '1'], folder);
    expect(cancelled).toMatchObject({ code: 0, stdout: 'Run 1: cancelling\n' });
    expect((await owner.ended).code).toBe(1);
    expect((await runsOf(folder))[0]?.state).toBe('cancelled');
  });

  it('never break a lock: they say who has it', async () => {
    const folder = makeWorkspace({ pipeline });
    const owner = program.start(['run', 'test.ipynb'], folder);
    const { pid } = owner.child;
    await until(
      'it runs',
      async () => (await runsOf(folder).catch(() => []))[0]?.state === 'running'
    );
    owner.child.kill('SIGSTOP');
    const lock = join(folder, '.kalette', 'engine.lock');
    // The socket of an engine that is stopped takes connections still.
    const said = JSON.parse(readFileSync(lock, 'utf8'));
    writeFileSync(lock, JSON.stringify({ ...said, socket: '/nowhere' }));
    const other = await program.run(['run', 'test.ipynb', '--json'], folder, {
      KALETTE_TEST_OWNER_MS: '1500'
    });
    expect(other.code).toBe(3);
    expect(JSON.parse(other.stdout).error.code).toBe('store_taken');
    expect(other.stderr).toContain(`process ${pid}`);
    owner.child.kill('SIGKILL');
    await owner.ended;
    expect((await runsOf(folder))[0]?.state).toBe('interrupted');
  });
});
