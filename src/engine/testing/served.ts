import type { Hono } from 'hono';

import { TWO_STEPS } from '../../core/testing/pipelines';
import { createApp } from '../server/app';
import type { testEngine, TestEngine } from './engines';

/** What the API of a served engine asks for. */
export const TOKEN = 'secret';

/** An engine behind its HTTP API; its notebook is `test.ipynb`. */
export interface Served extends TestEngine {
  readonly app: Hono;
  /** Asks with the token. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>
  ): Promise<Response>;
}

/** `open` makes the engine, so that the caller closes it. */
export async function served(open: typeof testEngine): Promise<Served> {
  const test = await open(TWO_STEPS);
  const app = createApp(test.engine, {
    token: TOKEN,
    rootOf: () => test.folder
  });
  return {
    ...test,
    app,
    ask: async (method, path, body, headers = {}) =>
      app.request(path, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) })
      })
  };
}
