import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A JupyterLab of somebody else: with a folder and keys of its own. */
export interface SecondServer {
  readonly url: string;
  /** What it serves. */
  readonly root: string;
  readonly close: () => Promise<void>;
}

/** Resolves when it answers; whoever started it closes it. */
export async function startSecondServer(): Promise<SecondServer> {
  const home = mkdtempSync(join(tmpdir(), 'kalette-second-'));
  const [root, port] = [join(home, 'root'), await freePort()];
  const url = `http://localhost:${port}`;
  const server = spawn('jlpm', ['start', '--no-browser'], {
    cwd: __dirname,
    stdio: 'ignore',
    // Its processes go with it.
    detached: true,
    env: {
      ...process.env,
      UI_TEST_PORT: String(port),
      JUPYTERLAB_GALATA_ROOT_DIR: mkdir(root),
      XDG_CONFIG_HOME: mkdir(join(home, 'config'))
    }
  });
  const ended = new Promise<void>(resolve =>
    server.once('exit', () => resolve())
  );
  const close = async () => {
    if (server.exitCode === null && server.pid !== undefined) {
      process.kill(-server.pid, 'SIGTERM');
      await ended;
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let tries = 0; tries < 240; tries++) {
    const answer = await fetch(`${url}/api`).catch(() => null);
    if (answer?.ok) {
      return { url, root, close };
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  await close();
  throw new Error(`The second server does not answer at ${url}.`);
}

function mkdir(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
