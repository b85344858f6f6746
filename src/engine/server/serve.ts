import { resolve } from 'node:path';

import { Engine, type EngineOptions } from '../engine';
import { createApp } from './app';
import { serveApp } from './serve-app';

/** Version of what the first line of standard output and the lifeline mean. */
const PROTOCOL = 1;

/** Name of the variable that holds the bearer token. */
export const TOKEN_VARIABLE = 'KALETTE_ENGINE_TOKEN';

// On a busy machine it takes some time until a timer fires and until a process has ended; whoever
// started the engine is promised that it is gone within a second.
const CLOSE_MS = 600;
const TIDY_MS = 150;

export interface ServeOptions {
  /** Path of the Unix socket; without it a free port of the loopback address is taken. */
  readonly socket: string | null;
  readonly root: string;
  readonly token: string;
}

/**
 * Serves the engine until standard input ends, which is how whoever started it says stop, or
 * dies. The first line of standard output says that it answers.
 */
export async function serve(
  engineOptions: EngineOptions,
  { socket, root, token }: ServeOptions
): Promise<void> {
  const engine = new Engine(engineOptions);
  const folder = resolve(root);
  const server = serveApp(createApp(engine, { token, rootOf: () => folder }));
  await new Promise<void>((done, reject) => {
    server.once('error', reject);
    if (socket === null) {
      server.listen(0, '127.0.0.1', done);
    } else {
      server.listen(socket, done);
    }
  });
  const address = server.address();
  const hello = {
    protocol: PROTOCOL,
    version: engine.version,
    ...(typeof address === 'object' && address ? { port: address.port } : {})
  };
  process.stdout.write(`${JSON.stringify(hello)}\n`);
  await lifeEnd();
  // Whatever hangs must not keep the process: what is acknowledged is durable already. An exit
  // would wait for the thread of the store, which may wait for the disk.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_MS).unref();
  server.close();
  server.closeAllConnections();
  await engine.close(TIDY_MS);
  process.exit(0);
}

function lifeEnd(): Promise<void> {
  return new Promise(done => {
    process.stdin.resume();
    process.stdin.once('end', done);
    process.stdin.once('close', done);
    process.stdin.once('error', done);
    process.once('SIGTERM', () => done());
    process.once('SIGINT', () => done());
  });
}
