import type { RunEvent } from '../core/api/types';
import { EngineError } from './engine-client';
import { createHttpClient } from './http-client';
import type { Carrier } from './http-request';

const SCOPE = { notebook: 'a b.ipynb' };

const eventOf = (seq: number): RunEvent => ({
  seq,
  run: 'r',
  step: null,
  attempt: null,
  kind: 'output',
  at: '2026-01-01T00:00:00.000Z',
  data: { text: 'ünï' }
});

const frame = (seq: number) =>
  `id: ${seq}\nevent: output\ndata: ${JSON.stringify(eventOf(seq))}\n\n`;

/** A stream that sends these bytes, and then ends, breaks, or says nothing more. */
function streamOf(
  bytes: readonly Uint8Array[],
  end: 'close' | 'break' | 'silence'
): Response {
  return new Response(
    new ReadableStream({
      start: controller => {
        bytes.forEach(chunk => controller.enqueue(chunk));
        if (end === 'close') {
          controller.close();
        }
      },
      pull: controller => {
        if (end === 'break') {
          controller.error(new Error('reset by peer'));
        }
      }
    })
  );
}

const encode = (text: string) => new TextEncoder().encode(text);

/** A client whose carrier answers in turn; the last answer stands for all that follow. */
function clientOf(...answers: (() => Response)[]) {
  const urls: string[] = [];
  const carry: Carrier = async url => {
    urls.push(url);
    return (answers[urls.length - 1] ?? answers.at(-1))?.() ?? new Response();
  };
  const client = createHttpClient({
    baseUrl: '/base',
    carry,
    backOff: 1,
    silence: 30
  });
  return { client, urls };
}

async function take(
  count: number,
  client: ReturnType<typeof clientOf>['client'],
  after?: number
): Promise<number[]> {
  const stop = new AbortController();
  const seen: number[] = [];
  const query = { ...SCOPE, signal: stop.signal };
  const events = client.events(
    after === undefined ? query : { ...query, after }
  );
  for await (const event of events) {
    expect(event).toEqual(eventOf(event.seq));
    seen.push(event.seq);
    if (seen.length === count) {
      stop.abort();
    }
  }
  return seen;
}

const problem = {
  type: 'about:blank',
  title: 'No such run',
  status: 404,
  code: 'no_run',
  detail: 'There is no run x.'
};
const refuse = (status: number, body: unknown) => () =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status
  });
const fail = (): Response => {
  throw new TypeError('fetch failed');
};

describe('events', () => {
  it('arrive whole, wherever the bytes are cut', async () => {
    const bytes = encode(`: open\n\n${frame(1)}${frame(2)}`);
    const single = [...bytes].map(byte => Uint8Array.of(byte));
    const { client } = clientOf(() => streamOf(single, 'silence'));
    expect(await take(2, client)).toEqual([1, 2]);
  });

  it.each(['close', 'break', 'silence'] as const)(
    'go on after the last one when the connection ends by a %s',
    async end => {
      const { client, urls } = clientOf(
        () => streamOf([encode(frame(5) + frame(6))], end),
        fail,
        refuse(503, 'starting'),
        () => streamOf([encode(frame(7))], 'silence')
      );
      expect(await take(3, client, 4)).toEqual([5, 6, 7]);
      expect(
        urls.map(url => new URL(url, 'http://x').searchParams.get('after'))
      ).toEqual(['4', '6', '6', '6']);
    }
  );

  it('do not try again what was refused', async () => {
    const { client, urls } = clientOf(refuse(404, problem));
    await expect(take(1, client)).rejects.toMatchObject({ problem });
    expect(urls).toHaveLength(1);
  });

  it('end at once when the reader stops, whatever the carrier does', async () => {
    const { client } = clientOf(() => streamOf([], 'silence'));
    const stop = new AbortController();
    const events = client.events({ ...SCOPE, signal: stop.signal });
    const next = events[Symbol.asyncIterator]().next();
    setTimeout(() => stop.abort(), 5);
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('a request', () => {
  it('names its parts so that they stay apart', async () => {
    const { client, urls } = clientOf(() => new Response('[]'));
    await client.logs(SCOPE, 'r/1', 'sum up?');
    expect(urls).toEqual([
      '/base/runs/r%2F1/steps/sum%20up%3F/logs?notebook=a+b.ipynb'
    ]);
    await client.logs(SCOPE, 'r', 's', { last: 6 });
    expect(urls[1]).toBe('/base/runs/r/steps/s/logs?notebook=a+b.ipynb&last=6');
  });

  const failures: [string, () => Response, object, boolean][] = [
    ['what the engine says', refuse(404, problem), problem, false],
    [
      'a server without the engine',
      refuse(404, '<html>'),
      { code: 'unreachable', status: 404 },
      true
    ],
    ['a gateway', refuse(502, 'bad'), { code: 'http', status: 502 }, false],
    ['no network', fail, { code: 'unreachable', status: 0 }, true],
    [
      'an answer that is not JSON',
      () => new Response('<html>'),
      { code: 'unreachable', status: 0 },
      true
    ]
  ];
  it.each(failures)(
    'rejects with a problem for %s',
    async (_, answer, expected, isUnreachable) => {
      const { client } = clientOf(answer);
      const reason = await client.run(SCOPE, 'x').catch(error => error);
      expect(reason).toBeInstanceOf(EngineError);
      expect(reason.problem).toMatchObject(expected);
      expect(reason.isUnreachable).toBe(isUnreachable);
    }
  );
});
