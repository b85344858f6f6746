import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as messages from '../messages';
import { keptEngines, statesOf } from '../testing/kept-engines';
import { pipelineOf } from '../testing/notebooks';

jest.setTimeout(60_000);

const engineOf = keptEngines();

/** Two variables, of which the second cannot be saved and live. */
const deadlyBy = (end: string): string => `
import os, signal
class Deadly:
    def __reduce__(self):
        ${end}
fine = 1
deadly = Deadly()`;

describe('a step that fails', () => {
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
    expect(statesOf(end)).toEqual({
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
    const lines = await workspace.archive.logs(end.id, 'bad');
    expect(lines[0]).toMatchObject({ stream: 'stdout', text: 'so far' });
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

  it('tries again where a step asks for it, in a clean tree', async () => {
    const count = join(mkdtempSync(join(tmpdir(), 'kalette-')), 'count');
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
    expect(step?.error).toEqual({
      ...messages.timedOut(0.5, 'slow'),
      index: 0
    });
  });

  it.each([
    ['os._exit(3)', messages.endedSilently, 3],
    ['os.kill(os.getpid(), signal.SIGSEGV)', messages.killedBySignal, 'SIGSEGV']
  ])(
    'names what ended the step as it was saved for a later one by %s',
    async (end, text, by) => {
      const { run } = await engineOf(
        pipelineOf([
          {
            name: 'dies',
            code: deadlyBy(end),
            step: { retry: { times: 0 }, writes: ['deadly'] }
          }
        ])
      );
      const [step] = (await run()).steps;
      const at = { cell: 'dies', saving: ['deadly'] };
      const error = { ...text(by as never, at), index: 0 };
      expect(error.message).toContain('while it saved `deadly`');
      expect(step?.error?.message).toContain(error.message);
      expect(step?.error?.hint).toBe(error.hint);
      expect(step?.error).toMatchObject({ cell: 'dies', index: 0 });
    }
  );

  it.each([
    ['os._exit(3)', '', 'succeeded'],
    ['os.kill(os.getpid(), signal.SIGSEGV)', '', 'succeeded'],
    ['os._exit(3)', '1 / 0', 'failed']
  ])(
    'only leaves out of the snapshot what ends the process by %s %s',
    async (end, last, state) => {
      const { run, workspace } = await engineOf(
        pipelineOf([
          {
            name: 'dies',
            code: `${deadlyBy(end)}\nlarge = list(range(9999))\n${last}`,
            step: { retry: { times: 0 } }
          }
        ])
      );
      const { id, steps } = await run();
      const [step] = steps;
      expect(step?.state).toBe(state);
      expect(step?.error?.name ?? '').toBe(last && 'ZeroDivisionError');
      const url = step?.snapshot.after ?? '';
      const shot = await workspace.snapshots().get(url);
      expect(shot.state.map(({ name }) => name)).toEqual(['fine']);
      const reasons = new Map(
        shot.missing.map(({ name, reason }) => [name, reason])
      );
      expect(reasons.get('deadly')).toBe(messages.endsProcess());
      expect(reasons.get('large')).toBe(messages.lostWithProcess(['deadly']));
      expect(await workspace.archive.logs(id, 'dies')).toContainEqual(
        expect.objectContaining({ text: messages.notKeptAlive(['deadly']) })
      );
    }
  );

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
    const killed = {
      ...messages.killedBySignal('SIGKILL', { cell: 'dies', saving: [] }),
      index: 0
    };
    expect(step?.error).toEqual(messages.afterTries(killed, 2));
    const [{ data } = { data: '{}' }] = workspace.store.all<{ data: string }>(
      "SELECT data FROM event WHERE kind = 'step.retrying'"
    );
    const { delay, why } = JSON.parse(data);
    expect(why).toBe(messages.willRetryLost('dies', killed, delay));
    expect(await workspace.archive.logs(end.id, 'dies')).toContainEqual(
      expect.objectContaining({ stream: 'system', text: why })
    );
    const report = JSON.parse(readFileSync(step?.report ?? '', 'utf8'));
    expect(report).toEqual(await workspace.archive.report(end.id, 'dies'));
    expect(report.cells[0].outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'last words\n' }
    ]);
  });
});
