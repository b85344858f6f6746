import { createParser, type EventSourceMessage } from 'eventsource-parser';

import { ENDPOINTS, type EndpointName } from '../core/api/endpoints';
import type { Problem, RunEvent } from '../core/api/types';
import {
  type EngineClient,
  EngineError,
  type EventQuery,
  type NotebookScope
} from './engine-client';

/** What carries a request: `fetch`, or anything that behaves like it. */
export type Carrier = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpClientOptions {
  /** Address under which the routes lie, without a slash at its end. */
  readonly baseUrl: string;
  readonly carry: Carrier;
  /** Milliseconds before the first attempt to reconnect; doubles up to 30 s. */
  readonly backOff?: number;
  /** Milliseconds without a byte after which a stream of events counts as broken. */
  readonly silence?: number;
}

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const BACK_OFF_MS = 500;
const LONGEST_MS = 30_000;

// The engine sends something each 15 s. A network that went away says nothing at all.
const SILENCE_MS = 45_000;

/** An engine behind HTTP. Every method rejects with an {@link EngineError}. */
export function createHttpClient(options: HttpClientOptions): EngineClient {
  const call = (name: EndpointName, parts: Parts = {}) =>
    request(options, name, parts);
  const json = async <T>(name: EndpointName, parts?: Parts): Promise<T> =>
    readJson<T>(await call(name, parts));
  const onRun = (scope: NotebookScope, run: string): Parts => ({
    params: { run },
    query: { notebook: scope.notebook }
  });
  const onStep = (scope: NotebookScope, run: string, step: string) => ({
    params: { run, step },
    query: { notebook: scope.notebook }
  });
  return {
    health: () => json('health'),
    moveRuns: body => json('moveRuns', { body }),
    startRun: body => json('startRun', { body }),
    listRuns: (scope, page = {}) =>
      json('listRuns', { query: { notebook: scope.notebook, ...page } }),
    run: (scope, id) => json('getRun', onRun(scope, id)),
    cancelRun: (scope, id, { force } = {}) => {
      const { params, query } = onRun(scope, id);
      return json('cancelRun', {
        ...(params && { params }),
        query: { ...query, force: force ? 'true' : undefined }
      });
    },
    resumeRun: (scope, id) => json('resumeRun', onRun(scope, id)),
    removeRun: async (scope, id) => {
      await call('removeRun', onRun(scope, id));
    },
    logs: (scope, id, step, part = {}) => {
      const { params, query } = onStep(scope, id, step);
      return json('getLogs', { params, query: { ...query, ...part } });
    },
    report: (scope, id, step) => json('getReport', onStep(scope, id, step)),
    events: query => events(options, query)
  };
}

/** Events in order; after a break it goes on where it was, waiting longer each time in vain. */
async function* events(
  options: HttpClientOptions,
  query: EventQuery
): AsyncGenerator<RunEvent> {
  const { signal, notebook, run } = query;
  const { backOff: first = BACK_OFF_MS, silence = SILENCE_MS } = options;
  let after = query.after ?? 0;
  let wait = first;
  while (!signal.aborted) {
    try {
      const response = await request(options, 'getEvents', {
        query: { notebook, run, after },
        headers: { accept: 'text/event-stream' },
        signal
      });
      for await (const event of readEvents(response, signal, silence)) {
        wait = first;
        after = event.seq;
        yield event;
      }
    } catch (reason) {
      if (signal.aborted) {
        return;
      }
      if (reason instanceof EngineError && !isPassing(reason)) {
        throw reason;
      }
    }
    await pause(wait, signal);
    wait = Math.min(2 * wait, LONGEST_MS);
  }
}

// The engine may be starting, or the network away; a refusal stays one.
function isPassing({ problem }: EngineError): boolean {
  return problem.status === 0 || problem.status >= 500;
}

async function* readEvents(
  response: Response,
  signal: AbortSignal,
  silence: number
): AsyncGenerator<RunEvent> {
  const reader = response.body?.getReader();
  if (!reader) {
    return;
  }
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => arrived.push(message) });
  const decoder = new TextDecoder();
  // Not every carrier ends an answer when its request is aborted.
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const timer = setTimeout(stop, silence);
      const { done, value } = await reader.read();
      clearTimeout(timer);
      if (done) {
        return;
      }
      parser.feed(decoder.decode(value, { stream: true }));
      for (const { data } of arrived.splice(0)) {
        yield JSON.parse(data) as RunEvent;
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

async function request(
  { baseUrl, carry }: HttpClientOptions,
  name: EndpointName,
  { params = {}, query = {}, body, headers, signal }: Parts
): Promise<Response> {
  const { method, path } = ENDPOINTS[name];
  const place = path.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(params[key] ?? '')
  );
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, String(value)]]
    )
  ).toString();
  const url = `${baseUrl}${place}${search === '' ? '' : `?${search}`}`;
  const init: RequestInit = {
    method,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {})
  };
  let response: Response;
  try {
    response = await carry(url, init);
  } catch (cause) {
    throw new EngineError(unreachable(cause), { cause });
  }
  if (!response.ok) {
    throw new EngineError(await problemOf(response));
  }
  return response;
}

async function readJson<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (cause) {
    throw new EngineError(unreachable(cause), { cause });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: response.status === 404 ? 'unreachable' : 'http',
    detail: `The server answered ${response.status} ${response.statusText}.`
  };
  try {
    const problem: unknown = await response.json();
    return isProblem(problem) ? problem : fallback;
  } catch {
    return fallback;
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'detail' in value
  );
}

function unreachable(cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return {
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    code: 'unreachable',
    detail: `The engine does not answer: ${why}`,
    hint: 'Check that the Jupyter server runs and that the package kalette is installed beside it.'
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
