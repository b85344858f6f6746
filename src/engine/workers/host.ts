import { type ChildProcess, spawn } from 'node:child_process';

import { readLines } from './lines';
import { familyOf, processTable, signalTo } from './processes';
import {
  type CellReading,
  type HostMessage,
  HostMessageSchema,
  type HostRequest
} from './protocol';
import { readMessage } from './read-message';

/** What a host is: its interpreter, and what it imports before it forks. */
export interface HostSpec {
  readonly python: string;
  /** Folder that holds the package `kalette` with its runtime. */
  readonly runtime: string;
  /** Modules to import before the first step; order matters. */
  readonly preload: readonly string[];
}

type Hello = Extract<HostMessage, { type: 'hello' }>;
type Started = Extract<HostMessage, { type: 'started' }>;
export type Exited = Extract<HostMessage, { type: 'exited' }>;

/** Who is told what becomes of an attempt's process. */
export interface ProcessListener {
  started(message: Started): void;
  exited(message: Exited): void;
  /** The host is gone or refused; no process of this attempt is left. */
  lost(why: string): void;
}

const HELLO_MS = 60_000;
const READING_MS = 10_000;
const READINGS_KEPT = 5_000;
const STDERR_TAIL = 4000;

/** A warm Python process that forks, or spawns, one process per attempt. */
export class WorkerHost {
  private readonly child: ChildProcess;
  private readonly attempts = new Map<string, ProcessListener>();
  private readonly questions = new Map<
    string,
    (readings: readonly CellReading[]) => void
  >();
  private readonly readings = new Map<string, CellReading>();
  private asked = 0;
  private stderr = '';
  private hello: Hello | null = null;
  private ended = false;

  /** Resolves when the host takes work; rejects with its last words. */
  readonly ready: Promise<void>;
  /** When it last had something to do, by the clock of `performance`. */
  lastUsed = performance.now();

  /** `scratch`: a folder for its temporary files; who gave it removes it. */
  constructor(
    readonly spec: HostSpec,
    scratch: string
  ) {
    const words = ['-u', '-m', 'kalette.runtime', 'host', scratch];
    this.child = spawn(spec.python, words, {
      // Python imports from where it is started: not from somebody's workspace.
      cwd: spec.runtime,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environment(spec.runtime)
    });
    this.ready = new Promise((resolve, reject) => this.wire(resolve, reject));
    this.ready.catch(() => undefined);
    if (spec.preload.length > 0) {
      this.send({ type: 'preload', modules: [...spec.preload] });
    }
  }

  get isAlive(): boolean {
    return !this.ended;
  }

  get isIdle(): boolean {
    return this.hello !== null && this.attempts.size === 0;
  }

  /** Starts an attempt; forks where the host says that it is safe. */
  start(
    request: Omit<Extract<HostRequest, { type: 'start' }>, 'type' | 'mode'>,
    listener: ProcessListener
  ): void {
    this.attempts.set(request.attempt, listener);
    const mode = this.hello?.fork ? 'fork' : 'spawn';
    this.send({ type: 'start', mode, ...request });
  }

  /**
   * How the interpreter reads sources, in their order; undefined for those of which it does not
   * say in time. What it said before is remembered. Never rejects.
   */
  async read(
    sources: readonly string[]
  ): Promise<readonly (CellReading | undefined)[]> {
    const unknown = [...new Set(sources)].filter(
      source => !this.readings.has(source)
    );
    if (unknown.length > 0 && !this.ended) {
      const said = await this.ask(unknown);
      said.forEach((reading, i) =>
        this.readings.set(unknown[i] ?? '', reading)
      );
    }
    const found = sources.map(source => this.readings.get(source));
    if (this.readings.size > READINGS_KEPT) {
      this.readings.clear();
    }
    return found;
  }

  private ask(sources: readonly string[]): Promise<readonly CellReading[]> {
    const id = String(this.asked++);
    return new Promise(resolve => {
      const timer = setTimeout(() => this.answer(id, []), READING_MS);
      this.questions.set(id, readings => {
        clearTimeout(timer);
        resolve(readings);
      });
      this.send({ type: 'compile', id, sources: [...sources] });
    });
  }

  private answer(id: string, readings: readonly CellReading[]): void {
    this.questions.get(id)?.(readings);
    this.questions.delete(id);
  }

  signal(attempt: string, signal: NodeJS.Signals, group: boolean): void {
    this.send({ type: 'signal', attempt, signal, group });
  }

  /** Ends the host and every process of it. */
  stop(): void {
    this.child.stdin?.end();
    if (this.child.pid !== undefined) {
      // Also what its steps left behind, which it adopted.
      familyOf(this.child.pid, processTable()).forEach(member =>
        signalTo(member, 'SIGKILL')
      );
    }
    this.child.kill('SIGKILL');
    this.end('the engine ended');
  }

  /** Lets an idle host go. */
  shutdown(): void {
    this.send({ type: 'shutdown' });
    this.child.stdin?.end();
    this.end('the engine ended');
  }

  private wire(resolve: () => void, reject: (why: Error) => void): void {
    const fail = (why: string) => {
      reject(new Error(why));
      this.end(why);
    };
    const timer = setTimeout(() => {
      fail(`no answer in ${HELLO_MS / 1000} s`);
      this.child.kill('SIGKILL');
    }, HELLO_MS);
    this.child.stdin?.on('error', () => undefined);
    this.child.stderr?.on('data', (text: Buffer) => {
      this.stderr = (this.stderr + text.toString()).slice(-STDERR_TAIL);
    });
    this.child.once('error', error => fail(error.message));
    this.child.once('close', (code, signal) => {
      clearTimeout(timer);
      fail(`${signal ?? `exit ${code}`}\n${this.stderr}`.trim());
    });
    const onError = (error: Error) => {
      fail(`said: ${error.message}`);
      this.child.kill('SIGKILL');
    };
    const onLine = (line: string) => {
      try {
        const message = readMessage(HostMessageSchema, line);
        if (message.type === 'hello') {
          this.hello = message;
          clearTimeout(timer);
          resolve();
        } else {
          this.dispatch(message);
        }
      } catch (reason) {
        onError(reason instanceof Error ? reason : new Error(String(reason)));
      }
    };
    if (this.child.stdout) {
      readLines(this.child.stdout, onLine, onError);
    }
  }

  private dispatch(message: HostMessage): void {
    switch (message.type) {
      case 'started':
        this.attempts.get(message.attempt)?.started(message);
        break;
      case 'exited':
        this.take(message.attempt)?.exited(message);
        break;
      case 'failed':
        this.take(message.attempt)?.lost(message.message);
        break;
      case 'compiled':
        this.answer(message.id, message.readings);
        break;
      case 'hello':
      case 'preloaded':
        break;
    }
  }

  private take(attempt: string): ProcessListener | undefined {
    const listener = this.attempts.get(attempt);
    this.attempts.delete(attempt);
    this.lastUsed = performance.now();
    return listener;
  }

  private end(why: string): void {
    this.ended = true;
    for (const attempt of [...this.attempts.keys()]) {
      this.take(attempt)?.lost(why);
    }
    for (const id of [...this.questions.keys()]) {
      this.answer(id, []);
    }
  }

  private send(request: HostRequest): void {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
  }
}

/** Nothing of the environment that runs Jupyter leaks in but our own package. */
export function environment(runtime: string): NodeJS.ProcessEnv {
  const { PYTHONPATH, ...rest } = process.env;
  return {
    ...rest,
    PYTHONPATH: PYTHONPATH ? `${runtime}:${PYTHONPATH}` : runtime
  };
}
