import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';

import type { Notebook } from '../../core/notebook/types';
import type { Pipeline } from '../../core/pipeline/types';
import { interpreterOf } from '../kernels/choose';
import * as messages from '../messages';
import { PrivateFolder } from '../private-folder';
import { Refusal } from '../refusal';
import { copyTree } from '../trees/copy';
import { environment } from '../workers/host';
import { preloadOf } from '../workers/preload';
import { RuntimeFolder } from '../workers/runtime-folder';
import { workspaceOf } from '../workspace-folder';
import { verifiedNotebook } from './request';
import type { Verification, VerifyMessage } from './types';

export interface VerifyOptions {
  /** Where our Python package lies. */
  readonly packageFolder: string;
  /** Absolute path of the notebook. */
  readonly path: string;
  readonly notebook: Notebook;
  readonly pipeline: Pipeline;
  /** Kernel to run with; `null` for the notebook's own. */
  readonly kernel: string | null;
  /** Told what is run next. */
  readonly tell: (run: string) => void;
  /** Ends everything; the promise rejects then. */
  readonly signal: AbortSignal;
}

/**
 * Runs a notebook whole, and its steps isolated under two schedules, in copies of the workspace,
 * and compares what they show, raise and leave. Nothing is kept of it. Throws a `Refusal` where
 * it cannot be done.
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { pipeline, path } = options;
  const interpreter = interpreterOf(options.kernel ?? pipeline.kernel);
  const folder = new PrivateFolder();
  try {
    const workspace = workspaceOf(dirname(path));
    const copy = join(folder.path, 'workspace');
    await copyTree(workspace, copy);
    const runtime = new RuntimeFolder(options.packageFolder, folder).path();
    const child = spawn(interpreter.python, ['-m', 'kalette.verify'], {
      cwd: runtime,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: what it forks ends with it.
      detached: true,
      env: {
        ...environment(runtime),
        ...interpreter.env,
        TMPDIR: folder.path
      }
    });
    options.signal.addEventListener('abort', () => endGroup(child));
    child.stdin.on('error', () => undefined);
    child.stdin.end(
      JSON.stringify({
        ...verifiedNotebook(options.notebook, pipeline),
        workspace: copy,
        folder: relative(workspace, dirname(path)),
        preload: preloadOf(pipeline)
      })
    );
    return await verdictOf(child, options);
  } finally {
    folder.remove();
  }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-(pid ?? NaN), 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function verdictOf(
  child: ChildProcess,
  { tell }: VerifyOptions
): Promise<Verification> {
  // Rejects where the interpreter cannot be started.
  const ended = once(child, 'close');
  ended.catch(() => undefined);
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  let verdict: Verification | null = null;
  let refused = false;
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const message = JSON.parse(line) as VerifyMessage;
      if (message.type === 'progress') {
        tell(message.run);
      } else if (message.type === 'refused') {
        refused = true;
      } else {
        const { type: _type, ...found } = message;
        verdict = found;
      }
    }
  }
  await ended;
  if (!verdict) {
    const words = Buffer.concat(errors).toString().trim().split('\n').slice(-5);
    throw new Refusal(
      refused ? messages.cannotFork() : messages.notVerified(words.join('\n'))
    );
  }
  return verdict;
}
