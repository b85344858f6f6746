import { type ChildProcess, spawn } from 'node:child_process';

import type { Problem } from '../../../core/api/types';
import { ownPython } from '../../kernels/find';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { readLines } from '../../workers/lines';

/** How far something is that takes a while. */
export interface Progress {
  /** What is being done: a word of the service, such as `read`. */
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'files' | 'bytes';
}

/** How a request is followed and stopped. */
export interface Following {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

interface Waiting {
  readonly op: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** What the service says in one line. */
interface Line {
  /** Absent in the first line, which says who speaks. */
  readonly id?: number;
  readonly event?: string;
  readonly ok?: unknown;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly where?: string;
    readonly hint?: string;
  };
  readonly [key: string]: unknown;
}

const STDERR_TAIL = 4000;

/**
 * The process that reads and writes snapshots: `python -m kalette.snapshots`, JSON lines both
 * ways, see `schema/snapshots.json`. It starts with the first request, and again after it died.
 */
export class SnapshotService {
  private child: ChildProcess | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private stderr = '';

  /** `runtime`: the folder to put on Python's path; asked for when the process starts. */
  constructor(private readonly runtime: () => string) {}

  /** Rejects with a {@link Refusal} that says what the service did. */
  async ask<T>(
    op: string,
    args: Readonly<Record<string, unknown>>,
    { onProgress, signal }: Following = {}
  ): Promise<T> {
    const child = this.child ?? this.start();
    const id = ++this.count;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, {
        op,
        resolve,
        reject,
        onProgress: onProgress ?? (() => undefined)
      });
    });
    const stop = () => this.send(child, ++this.count, 'cancel', { id });
    signal?.addEventListener('abort', stop);
    this.send(child, id, op, args);
    if (signal?.aborted) {
      stop();
    }
    try {
      return (await answer) as T;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Lets the process end; what still goes on is undone by the next one. */
  close(): void {
    this.child?.stdin?.end();
    this.child = null;
  }

  private start(): ChildProcess {
    const python = ownPython();
    if (python === null) {
      throw new Refusal(messages.noPythonForSnapshots());
    }
    const runtime = this.runtime();
    const child = spawn(python, ['-m', 'kalette.snapshots'], {
      // Python imports from where it is started: not from somebody's workspace.
      cwd: runtime,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C in a terminal is for the command, which cancels in order what goes on here.
      detached: true,
      env: { ...process.env, PYTHONPATH: runtime }
    });
    this.child = child;
    this.stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-STDERR_TAIL);
    });
    child.stdin.on('error', () => undefined);
    const onEnd = () => this.lose(child);
    readLines(child.stdout, line => this.take(line), onEnd);
    child.on('error', onEnd);
    child.on('close', onEnd);
    return child;
  }

  private send(
    child: ChildProcess,
    id: number,
    op: string,
    args: Readonly<Record<string, unknown>>
  ): void {
    child.stdin?.write(`${JSON.stringify({ id, op, args })}\n`);
  }

  private take(text: string): void {
    const line = lineOf(text);
    const { id = 0 } = line;
    const waiting = this.waiting.get(id);
    if (!waiting) {
      return;
    }
    if (line.event === 'progress') {
      waiting.onProgress(progressOf(line));
    } else if (line.error) {
      this.waiting.delete(id);
      waiting.reject(new Refusal(problemOf(line.error)));
    } else {
      this.waiting.delete(id);
      waiting.resolve(line.ok);
    }
  }

  private lose(child: ChildProcess): void {
    if (this.child === child) {
      this.child = null;
    }
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    lost.forEach(({ op, reject }) => {
      const isInPlace = op === 'restoreInPlace' || op === 'recover';
      reject(new Refusal(messages.snapshotServiceLost(this.stderr, isInPlace)));
    });
  }
}

/** What is no line of ours was printed by something else, and is passed over. */
function lineOf(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}

function progressOf(line: Line): Progress {
  const { phase, files, bytes, totalFiles, totalBytes } = line;
  const isInBytes = typeof totalBytes === 'number';
  const total = isInBytes ? totalBytes : totalFiles;
  return {
    phase: String(phase),
    done: Number((isInBytes ? bytes : files) ?? 0),
    total: typeof total === 'number' ? total : null,
    unit: isInBytes ? 'bytes' : 'files'
  };
}

function problemOf({
  code,
  message,
  where,
  hint
}: NonNullable<Line['error']>): Problem {
  return messages.snapshotProblem(
    code,
    where ? `${message} (${where})` : message,
    hint
  );
}
