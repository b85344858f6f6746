import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** How a program ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that goes on. */
export interface Going {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The command line in processes of its own, so that they can be killed. */
export interface Program {
  start(
    words: readonly string[],
    folder: string,
    env?: Readonly<Record<string, string>>
  ): Going;
  run(
    words: readonly string[],
    folder: string,
    env?: Readonly<Record<string, string>>
  ): Promise<Ended>;
}

/**
 * Bundles the program of `cli/testing`, which finds the pipeline in a notebook's metadata. To be
 * called while tests are described: what a failed test leaves running is killed after the last.
 */
export function bundledProgram(): Program {
  const folder = mkdtempSync(join(tmpdir(), 'kalette-program-'));
  execFileSync(
    process.execPath,
    [
      'scripts/build-engine.mjs',
      ...['--main', 'src/cli/testing/program.ts', '--outdir', folder]
    ],
    { cwd: ROOT }
  );
  const going = new Set<number>();
  afterAll(() => going.forEach(killGroup));
  const start: Program['start'] = (words, cwd, env = {}) => {
    const child = spawn(
      process.execPath,
      [join(folder, 'main.mjs'), ...words],
      {
        cwd,
        // A process group of its own, as a terminal gives to each command.
        detached: true,
        env: {
          ...process.env,
          NO_COLOR: '1',
          KALETTE_TEST_PACKAGE: join(ROOT, 'python-shim/kalette'),
          ...env
        }
      }
    );
    const { pid } = child;
    if (pid !== undefined) {
      going.add(pid);
      child.once('close', () => going.delete(pid));
    }
    return { child, ended: endOf(child) };
  };
  return { start, run: (...given) => start(...given).ended };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function endOf(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', text => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', text => (stderr += text));
  return new Promise(resolve =>
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr })
    )
  );
}
