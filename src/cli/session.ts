import { dirname, relative, resolve, sep } from 'node:path';

import type { EngineClient, NotebookScope } from '../client/engine-client';
import { createHttpClient } from '../client/http-client';
import { Engine, type EngineOptions } from '../engine/engine';
import { createApp } from '../engine/server/app';

/** An engine in this process, and a client of it; close it in the end. */
export interface Session {
  readonly client: EngineClient;
  /** How the engine names a file or folder. */
  readonly scope: (path: string) => NotebookScope;
  readonly close: () => Promise<void>;
}

// Nobody but this process can reach it, so the token guards nothing.
const TOKEN = 'in-process';

/** Opens the engine; paths are those that the person typed. */
export function openSession(options: EngineOptions): Session {
  const engine = new Engine(options);
  const root = rootOf(process.cwd());
  const app = createApp(engine, { token: TOKEN, rootOf: () => root });
  const client = createHttpClient({
    baseUrl: 'http://engine',
    carry: async (url, init) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${TOKEN}`);
      return app.request(url, { ...init, headers });
    }
  });
  return {
    client,
    scope: path => ({
      notebook: relative(root, resolve(path)).split(sep).join('/')
    }),
    close: () => engine.close()
  };
}

function rootOf(folder: string): string {
  let at = folder;
  while (dirname(at) !== at) {
    at = dirname(at);
  }
  return at;
}
