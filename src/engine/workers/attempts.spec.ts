import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as messages from '../messages';
import { testEngine, type TestEngine } from '../testing/engines';
import { keptEngines } from '../testing/kept-engines';
import { pipelineOf, until } from '../testing/notebooks';
import { processesWith } from '../testing/processes';

jest.setTimeout(60_000);

const engineOf = keptEngines();

const SLEEPS = `
import subprocess, time
subprocess.Popen(['sh', '-c', 'sleep MARK & sleep MARK'])
subprocess.Popen(['setsid', '-f', 'sleep', 'MARK'])
print('up', flush=True)
time.sleep(60)`;

const family = (mark: string) => SLEEPS.replaceAll('MARK', mark);

/** A run of one step that has three processes of this mark. */
async function running(
  mark: string,
  step: Parameters<typeof pipelineOf>[0][number]['step'] = {}
): Promise<TestEngine & { readonly id: string }> {
  const engine = await engineOf(
    pipelineOf([{ name: 'parent', code: family(mark), step }])
  );
  const id = await engine.start();
  await until('the family runs', () => sleeping(mark).length === 3);
  return { ...engine, id };
}

const sleeping = (mark: string) =>
  processesWith(`sleep ${mark}`).filter(line => !line.includes('sh -c'));

/** Pid of a step's last attempt. */
function pidOf({ workspace }: TestEngine, id: string): number {
  const row = workspace.store.first<{ pid: number }>(
    'SELECT pid FROM attempt WHERE run = ? ORDER BY number DESC',
    id
  );
  return row?.pid ?? 0;
}

describe('the processes of a step', () => {
  it('all end when it takes too long', async () => {
    const { id, workspace, view } = await running('98301', {
      timeoutSeconds: 2
    });
    await workspace.settled(id);
    expect(sleeping('98301')).toEqual([]);
    expect((await view(id)).steps[0]?.error).toEqual({
      ...messages.timedOut(2, 'parent'),
      index: 0
    });
  });

  it('all end when the step is killed, and it is tried once more', async () => {
    const engine = await running('98302');
    const { id, workspace, view } = engine;
    const first = pidOf(engine, id);
    process.kill(first, 'SIGKILL');
    await until('another attempt runs', () => {
      const pid = pidOf(engine, id);
      return pid !== 0 && pid !== first && sleeping('98302').length === 3;
    });
    process.kill(pidOf(engine, id), 'SIGKILL');
    await workspace.settled(id);
    expect(sleeping('98302')).toEqual([]);
    const [step] = (await view(id)).steps;
    expect(step).toMatchObject({ state: 'failed', attempts: 2 });
    expect(step?.error).toEqual({
      ...messages.afterTries(
        messages.killedBySignal('SIGKILL', {
          cell: 'parent',
          saving: []
        }),
        2
      ),
      index: 0
    });
  });

  it('all end when their host is killed; the next step has another', async () => {
    const engine = await running('98303', { retry: { times: 0 } });
    const { id, workspace, view } = engine;
    const parent = execFileSync(
      'ps',
      ['-o', 'ppid=', '-p', String(pidOf(engine, id))],
      { encoding: 'utf8' }
    );
    process.kill(Number(parent), 'SIGKILL');
    await until(
      'the second attempt runs',
      async () =>
        (await view(id)).steps[0]?.attempts === 2 &&
        sleeping('98303').length === 3
    );
    await workspace.cancel(id);
    await workspace.settled(id);
    expect(sleeping('98303')).toEqual([]);
    expect((await view(id)).state).toBe('cancelled');
  });

  it('all end with the engine', async () => {
    const before = await testEngine(
      pipelineOf([{ name: 'parent', code: family('98304') }])
    );
    await before.start();
    await until('the family runs', () => sleeping('98304').length === 3);
    await before.engine.close();
    await until('nothing is left', () => sleeping('98304').length === 0, 2000);
  });
});

describe('a step that never starts', () => {
  it('is cancelled however far its worker has come up', async () => {
    const { start, workspace, view } = await engineOf(
      pipelineOf([{ name: 'late', code: 'import time\ntime.sleep(300)' }])
    );
    const id = await start();
    await until(
      'it is starting',
      async () => (await view(id)).state === 'running'
    );
    await workspace.cancel(id);
    await workspace.settled(id);
    const end = await view(id);
    expect(end.state).toBe('cancelled');
    // It depends on what was ready first: its worker, or the run's snapshot.
    expect(['skipped', 'cancelled']).toContain(end.steps[0]?.state);
  });

  it('says what its Python said', async () => {
    const engine = await engineOf(pipelineOf([{ name: 'step', code: 'pass' }]));
    const broken = join(engine.folder, 'python3');
    writeFileSync(broken, '#!/bin/sh\necho no such library >&2\nexit 4\n', {
      mode: 0o755
    });
    const id = await engine.workspace.start({
      notebook: 'test.ipynb',
      pipeline: pipelineOf([{ name: 'step', code: 'pass' }]),
      kernel: {
        name: 'broken',
        displayName: 'Broken',
        language: 'python',
        python: broken,
        env: {}
      },
      values: {},
      until: null,
      remarks: []
    });
    await engine.workspace.settled(id);
    const { error } = (await engine.view(id)).steps[0] ?? {};
    expect(error).toEqual(
      messages.hostFailed(broken, 'exit 4\nno such library')
    );
  });
});
