import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TWO_STEPS } from '../../core/testing/pipelines';
import * as messages from '../messages';
import { readRunFile } from './kept/run-file';
import { brokenInvariants } from '../store/invariants';
import { interruptedIn } from '../testing/interrupted';
import { keptEngines, statesOf } from '../testing/kept-engines';
import { pipelineOf, until } from '../testing/notebooks';
import { startOf } from '../workers/processes';
import { processesWith } from '../testing/processes';

jest.setTimeout(60_000);

const engineOf = keptEngines();

describe('cancelling', () => {
  it('ends every process of the run, daemons too', async () => {
    const daemon = join(mkdtempSync(join(tmpdir(), 'kalette-')), 'daemon');
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'spawns',
          code: `
import subprocess, time
subprocess.Popen(['sleep', '987651'])
subprocess.Popen(['setsid', '-f', 'sleep', '987652'])
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(os.environ['DAEMON'], 'w').write(str(os.getpid()))
        time.sleep(60)
    os._exit(0)
time.sleep(60)`,
          step: { environment: { DAEMON: daemon } }
        },
        { name: 'next', code: 'pass', step: { after: ['spawns'] } }
      ])
    );
    const id = await engine.start();
    await until(
      'the daemons run',
      () =>
        processesWith('98765').length === 2 &&
        readFileSync(daemon, { flag: 'a+' }).length > 0
    );
    const forked = Number(readFileSync(daemon, 'utf8'));
    rmSync(daemon);
    expect(startOf(forked)).not.toBeNull();
    await engine.workspace.cancel(id);
    await engine.workspace.settled(id);
    const end = await engine.view(id);
    expect(end.state).toBe('cancelled');
    expect(statesOf(end)).toEqual({ spawns: 'cancelled', next: 'skipped' });
    expect(processesWith('98765')).toEqual([]);
    if (process.platform === 'linux') {
      expect(startOf(forked)).toBeNull();
    }
  });

  it('insists when a step does not listen', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'deaf',
          code: `
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('ready')
time.sleep(60)`
        }
      ])
    );
    const id = await engine.start();
    await until(
      'the step runs',
      async () => (await engine.workspace.archive.logs(id, 'deaf')).length > 0
    );
    await engine.workspace.cancel(id);
    const waits = messages.waitsForEnd('deaf', 'cancelled', 9);
    await until(
      'it is said that the step is waited for',
      async () => (await engine.view(id)).steps[0]?.why === waits
    );
    await engine.workspace.settled(id);
    const end = await engine.view(id);
    expect(end.state).toBe('cancelled');
    expect(end.steps[0]?.why).toBe(messages.endedByForce('deaf'));
    const lines = await engine.workspace.archive.logs(id, 'deaf');
    expect(
      lines.filter(({ stream }) => stream === 'system').map(line => line.text)
    ).toEqual([waits, messages.endedByForce('deaf')]);
  });

  it.each([
    ['when asked again', [false, false]],
    ['when asked to', [true]]
  ])('ends a step that does not listen at once %s', async (_, requests) => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'deaf',
          code: `
import signal, subprocess, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen(['setsid', '-f', 'sleep', '987653'])
time.sleep(60)`
        }
      ])
    );
    const id = await engine.start();
    await until('the daemon runs', () => processesWith('98765').length === 1);
    const begin = Date.now();
    for (const force of requests) {
      await engine.workspace.cancel(id, force);
    }
    await engine.workspace.settled(id);
    expect((await engine.view(id)).state).toBe('cancelled');
    // It is waited for at least nine seconds when nobody insists.
    expect(Date.now() - begin).toBeLessThan(9_000);
    expect(processesWith('98765')).toEqual([]);
  });
});

describe('an engine that ends', () => {
  it('interrupts its runs, and the next one continues them', async () => {
    const pipeline = pipelineOf(
      [
        {
          name: 'first',
          code: 'open("log", "a").write("1"); x = 1',
          step: { writes: ['x'] }
        },
        {
          name: 'second',
          code: `
import os, time
open('log', 'a').write('2')
if not os.path.exists(os.environ['GO']): time.sleep(60)
log = open('log').read() + str(x)`,
          step: {
            after: ['first'],
            reads: [{ variable: 'x', from: 'first' }],
            setup: [{ variable: 'x' }],
            metrics: ['log'],
            environment: { GO: '' }
          }
        }
      ],
      { metrics: [{ name: 'log', step: 'second', variable: 'log' }] }
    );
    const { id, folder, go } = await interruptedIn(pipeline, 'second');
    const after = await engineOf(pipeline, folder);
    const found = await after.view(id);
    expect(found.state).toBe('interrupted');
    expect(statesOf(found)).toEqual({
      first: 'succeeded',
      second: 'interrupted'
    });
    writeFileSync(go, '');
    // It goes on in the files that it began with, wherever the notebook is now.
    await after.workspace.move('test.ipynb', 'deep/moved.ipynb');
    const active = found.seconds ?? NaN;
    await new Promise(done => setTimeout(done, 1500));
    await after.workspace.resume(id);
    await after.workspace.settled(id);
    const end = await after.view(id);
    expect(end.notebook).toBe('deep/moved.ipynb');
    expect(end.state).toBe('succeeded');
    expect(end.metrics).toEqual({ log: '121' });
    expect(end.steps.map(step => step.attempts)).toEqual([1, 2]);
    const since = Date.parse(end.activeSince ?? '');
    expect(since - Date.parse(end.startedAt ?? '')).toBeGreaterThan(1500);
    const ended = Date.parse(end.endedAt ?? '');
    expect(end.seconds).toBeCloseTo((ended - since) / 1000, 3);
    expect(end.seconds).toBeGreaterThan(active);
  });

  it('refuses to continue what has ended', async () => {
    const { run, workspace } = await engineOf(TWO_STEPS);
    const { id } = await run();
    await expect(workspace.resume(id)).rejects.toMatchObject({
      problem: { code: 'wrong_state', status: 409 }
    });
  });
});

describe('a notebook that is renamed while its run goes on', () => {
  it('has its new name in the file of the run', async () => {
    const { start, workspace } = await engineOf(TWO_STEPS);
    const id = await start();
    expect(await workspace.move('test.ipynb', 'moved.ipynb')).toBe(1);
    await workspace.settled(id);
    const file = await readRunFile(workspace.store.layout, id);
    expect(file).toMatchObject({ notebook: 'moved.ipynb', number: 1 });
    expect(file?.end?.state).toBe('succeeded');
  });
});

describe('removing a run', () => {
  it('removes its files and the objects that nobody else has', async () => {
    const { run, workspace, folder } = await engineOf(TWO_STEPS);
    const first = await run();
    const second = await run();
    await workspace.remove(first.id);
    expect(readdirSync(join(folder, '.kalette', 'runs'))).toEqual([second.id]);
    expect(brokenInvariants(workspace.store)).toEqual([]);
    await workspace.remove(second.id);
    expect(workspace.store.all('SELECT * FROM object')).toEqual([]);
    const left = readdirSync(join(folder, '.kalette', 'objects'), {
      recursive: true,
      withFileTypes: true
    }).filter(entry => entry.isFile());
    expect(left).toEqual([]);
  });
});
