import { createParser, type EventSourceMessage } from 'eventsource-parser';

import type { EndpointName } from '../core/api/endpoints';
import type { RunEvent } from '../core/api/types';
import {
  type EngineClient,
  EngineError,
  type EventQuery
} from './engine-client';
import type { NotebookScope } from './scope';
import {
  type HttpClientOptions,
  type Parts,
  readJson,
  request
} from './http-request';
import { httpSnapshots } from './http-snapshots';

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
    events: query => events(options, query),
    snapshots: httpSnapshots(call)
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
