import { type EngineClient, EngineError } from '../../client/engine-client';
import type {
  LogLine,
  Problem,
  Run,
  RunEvent,
  RunRequest
} from '../../core/api/types';
import type { Json } from '../../core/immutable';
import { FakeSnapshots } from './fake-snapshots';
import { problemOf } from './problems';

export { problemOf };

/** A stream of events that a test feeds. */
class Stream {
  push(...events: readonly RunEvent[]): void {
    this._waiting.push(...events);
    this._wake();
  }

  fail(error: EngineError): void {
    this._error = error;
    this._wake();
  }

  async *read(signal: AbortSignal): AsyncIterable<RunEvent> {
    signal.addEventListener('abort', () => this._wake());
    while (!signal.aborted) {
      const event = this._waiting.shift();
      if (event) {
        yield event;
      } else if (this._error) {
        throw this._error;
      } else {
        await new Promise<void>(resolve => {
          this._wake = resolve;
        });
      }
    }
  }

  private _wake: () => void = () => undefined;
  private _error: EngineError | null = null;
  private readonly _waiting: RunEvent[] = [];
}

/** An engine that holds the runs a test gives it, and remembers what it was asked. */
export class FakeEngine implements EngineClient {
  /** Newest first. */
  runs: Run[] = [];
  /** What it says to whoever asks; set it to make the engine refuse. */
  problem: Problem | null = null;
  /** True when a notebook that has another path is a copy, which has no runs. */
  isCopied = false;
  log: readonly LogLine[] = [];
  executed: Json = null;
  readonly asked: string[] = [];
  readonly started: RunRequest[] = [];
  /** Where the last reader of events began. */
  after: number | undefined;
  stream = new Stream();
  readonly snapshots = new FakeSnapshots();

  health: EngineClient['health'] = () =>
    Promise.reject(new EngineError(problemOf()));

  moveRuns: EngineClient['moveRuns'] = ({ from, notebook }) =>
    this._answer(`move ${from} ${notebook}`, () => {
      const { length } = this.runs;
      this.runs = this.isCopied ? [] : this.runs;
      return { runs: this.isCopied ? 0 : length };
    });

  startRun: EngineClient['startRun'] = request =>
    this._answer('start', () => {
      this.started.push(request);
      return this.runs[0];
    });

  listRuns: EngineClient['listRuns'] = () =>
    this._answer('list', () => ({ items: this.runs, next: null }));

  run: EngineClient['run'] = (_scope, id) =>
    this._answer(`run ${id}`, () => this._find(id));

  cancelRun: EngineClient['cancelRun'] = (_scope, id) =>
    this._answer(`cancel ${id}`, () => this._find(id));

  resumeRun: EngineClient['resumeRun'] = (_scope, id) =>
    this._answer(`resume ${id}`, () => this._find(id));

  removeRun: EngineClient['removeRun'] = (_scope, id) =>
    this._answer(`remove ${id}`, () => undefined);

  logs: EngineClient['logs'] = (_scope, id, step, { last = Infinity } = {}) =>
    this._answer(`logs ${id} ${step}`, () => this.log.slice(-last));

  report: EngineClient['report'] = (_scope, id, step) =>
    this._answer(`report ${id} ${step}`, () => this.executed);

  events: EngineClient['events'] = ({ run, after, signal }) => {
    this.asked.push(`events ${run}`);
    this.after = after;
    return this.stream.read(signal);
  };

  /** Ends the stream of events as a lost connection does; a new one can be read. */
  breakConnection(): void {
    const broken = this.stream;
    this.stream = new Stream();
    broken.fail(new EngineError(problemOf({ code: 'unreachable', status: 0 })));
  }

  private _find(id: string): Run {
    const run = this.runs.find(item => item.id === id);
    if (!run) {
      throw new EngineError(problemOf({ status: 404, code: 'not-found' }));
    }
    return run;
  }

  private async _answer<T>(question: string, answer: () => T): Promise<T> {
    this.asked.push(question);
    if (this.problem) {
      throw new EngineError(this.problem);
    }
    return answer();
  }
}
