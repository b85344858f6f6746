import type { RunEvent } from '../../core/api/types';
import { keptEngines } from '../testing/kept-engines';
import { served } from '../testing/served';

jest.setTimeout(60_000);

const engineOf = keptEngines();
const serve = () => served(engineOf);
const HERE = 'notebook=test.ipynb';

/** Events of a stream until `count` came. */
async function listen(answer: Response, count: number): Promise<RunEvent[]> {
  const reader = answer.body?.getReader();
  const events: RunEvent[] = [];
  let text = '';
  while (reader && events.length < count) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    text += new TextDecoder().decode(value);
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const [, id, kind, data] =
        /^id: (\d+)\nevent: (.+)\ndata: (.+)$/s.exec(frame) ?? [];
      if (data !== undefined) {
        const event: RunEvent = JSON.parse(data);
        expect([String(event.seq), event.kind]).toEqual([id, kind]);
        events.push(event);
      }
    }
  }
  await reader?.cancel();
  return events.slice(0, count);
}

describe('the stream of events', () => {
  it('replays all, and goes on after the number that it is told', async () => {
    const { ask, run } = await serve();
    const { id, seq } = await run();
    const whole = await listen(await ask('GET', `/events?${HERE}`), seq);
    expect(whole.map(event => event.seq)).toEqual(
      Array.from({ length: seq }, (_, n) => n + 1)
    );
    expect(whole[0]?.kind).toBe('run.queued');
    expect(whole.at(-1)?.kind).toBe('run.succeeded');
    const rest = await listen(
      await ask('GET', `/events?${HERE}&run=${id}`, undefined, {
        'last-event-id': '5'
      }),
      seq - 5
    );
    expect(rest).toEqual(whole.slice(5));
    const after = await ask('GET', `/events?${HERE}&after=${seq - 1}`);
    expect(await listen(after, 1)).toEqual(whole.slice(-1));
  });

  it('has no gap and nothing twice while a run goes on', async () => {
    const { ask, start, workspace } = await serve();
    const id = await start();
    const answer = await ask('GET', `/events?${HERE}&run=${id}`);
    await workspace.settled(id);
    const rows = workspace.store.all<{ seq: number }>(
      'SELECT seq FROM event ORDER BY seq'
    );
    const seen = await listen(answer, rows.length);
    expect(seen.map(({ seq }) => ({ seq }))).toEqual(rows);
  });

  it('sends only what is wanted', async () => {
    const { ask, run } = await serve();
    const first = await run();
    const second = await run();
    const answer = await ask(
      'GET',
      `/events?${HERE}&run=${second.id}&kinds=run,cell.started`
    );
    const seen = await listen(answer, 5);
    expect(seen.map(event => event.kind)).toEqual([
      'run.queued',
      'run.running',
      'cell.started',
      'cell.started',
      'run.succeeded'
    ]);
    expect(first.id).not.toBe(second.id);
    expect(seen.every(event => event.run === second.id)).toBe(true);
  });

  it('tells a reader from another time to begin again', async () => {
    const { ask, run } = await serve();
    const { seq } = await run();
    const answer = await ask('GET', `/events?${HERE}&after=${seq + 1000}`);
    expect(await listen(answer, 1)).toMatchObject([{ kind: 'reset', seq }]);
  });

  it('replays more than a reader takes at once', async () => {
    const { ask, workspace } = await serve();
    const text = JSON.stringify({ text: 'x'.repeat(60_000) });
    const count = 600;
    await workspace.store.writer.write(
      Array.from({ length: count }, () => ({
        sql: "INSERT INTO event(run, kind, at, data) VALUES ('r', 'output', 0, ?)",
        values: [text]
      }))
    );
    const seen = await listen(await ask('GET', `/events?${HERE}`), count);
    expect(seen.map(event => event.seq)).toEqual(
      Array.from({ length: count }, (_, n) => n + 1)
    );
  });
});
