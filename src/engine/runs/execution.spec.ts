import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run } from '../../core/api/types';
import { TWO_STEPS } from '../../core/testing/pipelines';
import * as messages from '../messages';
import { brokenInvariants } from '../store/invariants';
import { testEngine, type TestEngine } from '../testing/engines';
import { pipelineOf, until } from '../testing/notebooks';
import { processesWith } from '../testing/processes';

jest.setTimeout(60_000);

const open: TestEngine[] = [];

async function engineOf(
  ...given: Parameters<typeof testEngine>
): Promise<TestEngine> {
  const engine = await testEngine(...given);
  open.push(engine);
  return engine;
}

afterEach(async () => {
  for (const { engine, workspace } of open.splice(0)) {
    expect(brokenInvariants(workspace.store)).toEqual([]);
    await engine.close();
  }
});

const stateOf = (run: Run) =>
  Object.fromEntries(run.steps.map(step => [step.name, step.state]));

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

  it('names cell and line of a failure, and goes on beside it', async () => {
    const { run, workspace } = await engineOf(
      pipelineOf([
        { name: 'bad', code: 'print("so far")\n\nboom = 1 / 0' },
        { name: 'after', code: 'pass', step: { after: ['bad'] } },
        { name: 'beside', code: 'pass' }
      ])
    );
    const end = await run();
    expect(end.state).toBe('failed');
    expect(stateOf(end)).toEqual({
      bad: 'failed',
      after: 'skipped',
      beside: 'succeeded'
    });
    const [bad, after] = end.steps;
    expect(bad?.error).toMatchObject({
      name: 'ZeroDivisionError',
      cell: 'bad',
      line: 3
    });
    expect(after?.why).toBe(messages.failedBefore('bad'));
    expect(end.error).toBe(messages.runFailed('bad', bad?.error ?? null));
    const lines = await workspace.logs(end.id, 'bad');
    expect(lines[0]).toMatchObject({ stream: 'stdout', text: 'so far' });
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

  it('refuses a join of branches that wrote one file differently', async () => {
    const { run } = await engineOf(
      pipelineOf([
        { name: 'left', code: 'open("same", "w").write("1")' },
        { name: 'right', code: 'open("same", "w").write("2")' },
        { name: 'join', code: 'pass', step: { after: ['left', 'right'] } }
      ])
    );
    const end = await run();
    expect(end.steps[2]?.error).toEqual(
      messages.conflictingFiles('same', ['left', 'right'])
    );
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
    expect(stateOf(end)).toEqual({
      one: 'succeeded',
      two: 'succeeded',
      three: 'skipped'
    });
    expect(end.steps[2]?.why).toBe(messages.notSelected('two'));
  });

  it('tries again where a step asks for it, in a clean tree', async () => {
    const count = join(tmpdir(), `kalette-count-${process.pid}`);
    const { run } = await engineOf(
      pipelineOf([
        {
          name: 'flaky',
          code: `
import os
open('dirt', 'x').close()
open(os.environ['COUNT'], 'a').write('x')
assert os.path.getsize(os.environ['COUNT']) == 3`,
          step: {
            retry: { times: 5, seconds: 0.01 },
            environment: { COUNT: count }
          }
        }
      ])
    );
    const [step] = (await run()).steps;
    rmSync(count);
    expect(step).toMatchObject({ state: 'succeeded', attempts: 3 });
    expect(step?.error).toBeNull();
  });

  it('ends a step that takes too long', async () => {
    const { run } = await engineOf(
      pipelineOf([
        {
          name: 'slow',
          code: 'import time; time.sleep(60)',
          step: { timeoutSeconds: 0.5 }
        }
      ])
    );
    const [step] = (await run()).steps;
    expect(step?.state).toBe('failed');
    expect(step?.error).toEqual(messages.timedOut(0.5, 'slow'));
  });

  it('leaves a report of a step that was killed', async () => {
    const { run, workspace } = await engineOf(
      pipelineOf([
        {
          name: 'dies',
          code: `
import os, time
print('last words')
time.sleep(0.3)
os.kill(os.getpid(), 9)`
        }
      ])
    );
    const end = await run();
    const [step] = end.steps;
    expect(step).toMatchObject({ state: 'failed', attempts: 2 });
    expect(step?.error?.kind).toBe('signal');
    const report = JSON.parse(readFileSync(step?.report ?? '', 'utf8'));
    expect(report).toEqual(await workspace.report(end.id, 'dies'));
    expect(report.cells[0].outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'last words\n' }
    ]);
  });

  it('records what native code prints', async () => {
    const { run, workspace } = await engineOf(
      pipelineOf([
        { name: 'native', code: 'import os; os.system("echo deep")' }
      ])
    );
    const { id } = await run();
    const lines = await workspace.logs(id, 'native');
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
    const lines = await workspace.logs(id, 'flood');
    const size = lines.reduce((sum, line) => sum + line.text.length, 0);
    expect(size).toBeLessThan(1.1 * 2 ** 20);
    expect(lines[0]?.text).toMatch(/^0 x/);
    expect(lines.at(-1)?.text).toMatch(/^59999 x/);
  });
});

describe('cancelling', () => {
  it('ends every process of the run, daemons too', async () => {
    const engine = await engineOf(
      pipelineOf([
        {
          name: 'spawns',
          code: `
import subprocess, time
subprocess.Popen(['sleep', '987651'])
subprocess.Popen(['setsid', '-f', 'sleep', '987652'])
open('x', 'w').close()
print('ready')
time.sleep(60)`
        },
        { name: 'next', code: 'pass', step: { after: ['spawns'] } }
      ])
    );
    const id = await engine.start();
    await until('the daemons run', () => processesWith('98765').length === 2);
    await engine.workspace.cancel(id);
    await engine.workspace.settled(id);
    const end = await engine.view(id);
    expect(end.state).toBe('cancelled');
    expect(stateOf(end)).toEqual({ spawns: 'cancelled', next: 'skipped' });
    expect(processesWith('98765')).toEqual([]);
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
      async () => (await engine.workspace.logs(id, 'deaf')).length > 0
    );
    const begin = Date.now();
    await engine.workspace.cancel(id);
    await engine.workspace.settled(id);
    expect((await engine.view(id)).state).toBe('cancelled');
    expect(Date.now() - begin).toBeLessThan(12_000);
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
    const before = await testEngine(pipeline);
    const go = join(before.folder, '.kalette', 'go');
    pipeline.steps.forEach(step => Object.assign(step.environment, { GO: go }));
    const id = await before.start();
    await until(
      'the second step runs',
      async () => (await before.view(id)).steps[1]?.cell === 'second'
    );
    await before.engine.close();
    const after = await engineOf(pipeline, before.folder);
    const found = await after.view(id);
    expect(found.state).toBe('interrupted');
    expect(stateOf(found)).toEqual({
      first: 'succeeded',
      second: 'interrupted'
    });
    writeFileSync(go, '');
    await after.workspace.resume(id);
    await after.workspace.settled(id);
    const end = await after.view(id);
    expect(end.state).toBe('succeeded');
    expect(end.metrics).toEqual({ log: '121' });
    expect(end.steps.map(step => step.attempts)).toEqual([1, 2]);
  });

  it('refuses to continue what has ended', async () => {
    const { run, workspace } = await engineOf(TWO_STEPS);
    const { id } = await run();
    await expect(workspace.resume(id)).rejects.toMatchObject({
      problem: { code: 'wrong_state', status: 409 }
    });
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
