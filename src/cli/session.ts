import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

import type { EngineClient } from '../client/engine-client';
import type { NotebookScope } from '../client/scope';
import { createHttpClient } from '../client/http-client';
import { Engine, type EngineOptions } from '../engine/engine';
import { createApp } from '../engine/server/app';
import { workspaceOf } from '../engine/workspace-folder';
import { EXIT } from './exit';
import { tell } from './printing';
import * as texts from './texts';

/** An engine in this process, and a client of it; close it in the end. */
export interface Session {
  readonly client: EngineClient;
  /** How the engine names the file or folder that the session is about. */
  readonly scope: NotebookScope;
  /**
   * Waits for what other commands have under way here, and gives everything back; `now` does
   * not wait. Ctrl-C ends the wait: the others take over what they have begun.
   */
  readonly close: (how?: { readonly now?: boolean }) => Promise<void>;
}

// Nobody but this process can reach it, so the token guards nothing.
const TOKEN = 'in-process';

/**
 * Opens the engine for a notebook, or for a folder. What is `served` bounds the paths of
 * requests; without it that is the workspace.
 */
export function openSession(
  options: EngineOptions,
  path: string,
  served?: string
): Session {
  const engine = new Engine(options);
  const full = resolve(path);
  const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory();
  const root = served ?? workspaceOf(isFolder ? full : dirname(full));
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
    scope: { notebook: relative(root, full).split(sep).join('/') },
    close: async ({ now = false } = {}) => {
      if (!now) {
        await leaveInOrder(engine);
      }
      await engine.close();
    }
  };
}

async function leaveInOrder(engine: Engine): Promise<void> {
  const stop = new AbortController();
  let isTold = false;
  const onSignal = () => {
    if (stop.signal.aborted) {
      tell(texts.leavingOthers());
      process.exit(EXIT.interrupted);
    }
    if (isTold) {
      tell(texts.handingOver());
    }
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    await engine.leave({
      onWait: () => {
        isTold = true;
        tell(texts.waitingForOthers());
      },
      signal: stop.signal
    });
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
