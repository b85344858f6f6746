import { ENDPOINTS, type EndpointName } from '../core/api/endpoints';
import type { Problem } from '../core/api/types';
import { EngineError } from './engine-client';

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

/** What fills a route. */
export interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One request; rejects with an `EngineError` unless the answer is a success. */
export async function request(
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

/** The body of an answer; rejects with an `EngineError` when it is no JSON. */
export async function readJson<T>(response: Response): Promise<T> {
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
