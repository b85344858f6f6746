import {
  appendLines,
  applyEvents,
  LOG_LIMIT,
  refreshProgress,
  startProgress
} from './run-progress';
import { eventOf, runOf } from './testing/samples';
import type { RunProgress } from './types';

const STEPS = { load: [], train: ['load'] };

function after(...events: Parameters<typeof eventOf>[]): RunProgress {
  return applyEvents(
    startProgress(runOf(STEPS)),
    events.map(event => eventOf(...event))
  );
}

const stepOf = ({ run }: RunProgress, name: string) =>
  run.steps.find(step => step.name === name);

describe('applyEvents', () => {
  it('moves steps through their states and counts those that ended well', () => {
    const progress = after(
      [11, 'step.running', 'load'],
      [15, 'step.succeeded', 'load'],
      [16, 'step.running', 'train']
    );
    expect(stepOf(progress, 'load')).toMatchObject({
      state: 'succeeded',
      seconds: 4,
      attempts: 1
    });
    expect(stepOf(progress, 'train')).toMatchObject({
      state: 'running',
      startedAt: '2025-01-02T10:00:16.000Z',
      seconds: null
    });
    expect([progress.run.done, progress.run.seq]).toEqual([1, 16]);
  });

  it('takes errors, metrics and the end of the run from the events', () => {
    const error = { name: 'ValueError', message: 'no', cell: 'c1', line: 3 };
    const progress = after(
      [11, 'step.failed', 'load', { error }],
      [12, 'metric', 'load', { name: 'accuracy', value: 0.9 }],
      [13, 'run.failed', null, { error: 'load failed' }]
    );
    expect(stepOf(progress, 'load')?.error).toEqual(error);
    expect(progress.run).toMatchObject({
      state: 'failed',
      error: 'load failed',
      endedAt: '2025-01-02T10:00:13.000Z',
      metrics: { accuracy: 0.9 }
    });
  });

  it('ignores states older than the run that was read, but keeps their output', () => {
    const progress = after(
      [3, 'step.failed', 'load'],
      [4, 'output', 'load', { output: stream('old\n') }]
    );
    expect(stepOf(progress, 'load')?.state).toBe('waiting');
    expect(progress.logs.get('load')?.lines.map(({ text }) => text)).toEqual([
      'old\n'
    ]);
  });

  it('ignores events of other runs and of unknown kinds', () => {
    const other = { ...eventOf(11, 'run.failed'), run: 'run-2' };
    const start = startProgress(runOf(STEPS));
    expect(applyEvents(start, [other]).run).toEqual(start.run);
    expect(after([11, 'problem', 'load']).run.state).toBe('running');
    expect(after([11, 'step.dancing', 'load']).run.steps).toEqual(
      start.run.steps
    );
  });

  it('reads output of every kind', () => {
    const progress = after(
      [11, 'output', 'load', { cell: 'c0', output: stream(['a\nb', 'c\n']) }],
      [12, 'output', 'load', { stream: 'stderr', text: 'warn\n' }],
      [
        13,
        'output',
        'load',
        {
          output: {
            output_type: 'execute_result',
            data: { 'text/plain': '42' }
          }
        }
      ],
      [14, 'output', 'load', { output: { output_type: 'display_data' } }]
    );
    expect(
      progress.logs.get('load')?.lines.map(({ stream, text }) => [stream, text])
    ).toEqual([
      ['stdout', 'a\n'],
      ['stdout', 'bc\n'],
      ['stderr', 'warn\n'],
      ['display', '42\n']
    ]);
  });

  it('tells what the system says of a step, in its state and its log', () => {
    const said = after(
      [11, 'step.running', 'load'],
      [12, 'problem', 'load', { text: 'It takes long.', why: 'Slow.' }],
      [13, 'problem', null, { text: 'The disk is full.' }]
    );
    expect(stepOf(said, 'load')?.why).toBe('Slow.');
    expect(said.logs.get('load')?.lines).toMatchObject([
      { stream: 'system', text: 'It takes long.\n' }
    ]);
    const again = applyEvents(said, [
      eventOf(14, 'step.retrying', 'load', { why: 'Again.' }),
      eventOf(15, 'step.ready', 'load'),
      eventOf(16, 'step.running', 'load')
    ]);
    expect(stepOf(again, 'load')?.why).toBeNull();
    expect(again.logs.get('load')?.lines.at(-1)?.text).toBe('Again.\n');
  });

  it('samples memory', () => {
    const progress = after(
      [11, 'usage', 'load', { rss: 10 }],
      [12, 'usage', 'load', { rss: 20 }],
      [13, 'usage', 'load', { cpu: 1 }]
    );
    expect(progress.memory.get('load')).toEqual([10, 20]);
  });
});

describe('refreshProgress', () => {
  it('takes a run that is newer and of the same id only', () => {
    const start = startProgress(runOf(STEPS));
    const newer = runOf(STEPS, { seq: 20, state: 'succeeded' });
    expect(refreshProgress(start, newer).run).toBe(newer);
    expect(refreshProgress(start, runOf(STEPS, { seq: 2 }))).toBe(start);
    expect(refreshProgress(start, runOf(STEPS, { seq: 99, id: 'other' }))).toBe(
      start
    );
  });
});

describe('appendLines', () => {
  const line = (text: string) => ({
    at: '2025-01-02T10:00:00Z',
    stream: 'stdout',
    cell: null,
    text
  });

  it('continues open lines and folds progress bars', () => {
    const log = appendLines({ lines: [], dropped: 0 }, [
      line(' 10%|█ '),
      line('\r 50%|███ '),
      line('\r100%|█████\n'),
      line('done\n')
    ]);
    expect(log.lines.map(({ text }) => text)).toEqual([
      '100%|█████\n',
      'done\n'
    ]);
  });

  it('leaves out colours', () => {
    const log = appendLines({ lines: [], dropped: 0 }, [
      line('\u001b[1;31mError\u001b[0m: \u001b[38;5;28mno\u001b[39m\n')
    ]);
    expect(log.lines[0]?.text).toBe('Error: no\n');
  });

  it('drops the oldest lines beyond the limit', () => {
    const many = Array.from({ length: LOG_LIMIT + 3 }, (_, i) =>
      line(`${i}\n`)
    );
    const log = appendLines({ lines: [], dropped: 1 }, many);
    expect(log.lines).toHaveLength(LOG_LIMIT);
    expect(log.lines[0]?.text).toBe('3\n');
    expect(log.dropped).toBe(4);
  });
});

function stream(text: string | string[]): object {
  return { output_type: 'stream', name: 'stdout', text };
}
