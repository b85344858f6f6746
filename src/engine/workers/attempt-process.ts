import { killLeftovers, MARK } from './leftovers';
import type { Exited, WorkerHost } from './host';
import { AFTER_DONE, type StepAnswer, type StepMessage } from './protocol';
import { ProtocolError } from './read-message';
import type { StepServer } from './step-server';

/** What an attempt needs to start. */
export interface AttemptOrder {
  /** Unique in this engine; also the mark of its processes. */
  readonly attempt: string;
  readonly token: string;
  readonly plan: string;
  readonly env: Readonly<Record<string, string>>;
  readonly fd1: string;
  readonly fd2: string;
  readonly timeoutSeconds: number | null;
  /** It does not end though it was asked to; in so many seconds it is ended by force. */
  readonly onWaiting: (reason: StopReason, seconds: number) => void;
  /** Its cells have run, and these names are being saved for a while already. */
  readonly onSlowSaving: (names: readonly string[]) => void;
  /** It is ended by force now. */
  readonly onForced: () => void;
  readonly onStarted: (pid: number, pidStart: string | null) => void;
  readonly onMessage: (
    message: StepMessage,
    answer: (line: StepAnswer) => void
  ) => void;
}

/** Why the engine stopped an attempt. */
export type StopReason = 'cancelled' | 'timeout';

/** How the processes of an attempt ended; none of them is left. */
export interface AttemptEnd {
  /** Set when the engine stopped it. */
  readonly stopped: StopReason | null;
  /** What the step said last, or null when it died without a word. */
  readonly done: { readonly ok: boolean } | null;
  /** Null when the host died before it could say. */
  readonly exit: Exited | null;
  /** Why there is no exit, or which line broke the protocol. */
  readonly why: string | null;
}

const GRACE_MS = 5000;
// Most steps end at once; nothing is said of them.
const QUIET_MS = 1000;
const DRAIN_MS = 1000;
const SLOW_MS = 20_000;

/** One attempt's processes, from start to the last one's end. */
export class AttemptProcess {
  private pid: number | null = null;
  private done: { ok: boolean } | null = null;
  private stopped: StopReason | null = null;
  private broken: string | null = null;
  private connected = false;
  private killed = false;
  /** Of what is saved after the end of the step. */
  private limit: NodeJS.Timeout | undefined;
  /** Until a value takes so long that people want to know. */
  private slow: NodeJS.Timeout | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  private resolveClosed: () => void = () => undefined;
  private readonly closed = new Promise<void>(resolve => {
    this.resolveClosed = resolve;
  });

  readonly ended: Promise<AttemptEnd>;

  constructor(
    private readonly host: WorkerHost,
    private readonly server: StepServer,
    private readonly order: AttemptOrder
  ) {
    this.ended = this.run();
  }

  /** Asks the step to stop, then insists; see the design's 5.5. */
  stop(reason: StopReason): void {
    if (this.stopped) {
      return;
    }
    this.stopped = reason;
    const { attempt } = this.order;
    this.host.signal(attempt, 'SIGINT', false);
    this.later(QUIET_MS, () =>
      this.order.onWaiting(reason, (2 * GRACE_MS - QUIET_MS) / 1000)
    );
    this.later(GRACE_MS, () => this.host.signal(attempt, 'SIGTERM', true));
    this.later(2 * GRACE_MS, () => void this.force(reason));
  }

  /** Stops the step without waiting for it; resolves when no process is left. */
  async force(reason: StopReason): Promise<void> {
    this.stopped ??= reason;
    if (!this.killed) {
      this.order.onForced();
    }
    await this.kill();
  }

  /** Ends every process now, also one that has yet to start; resolves when none is left. */
  async kill(): Promise<void> {
    this.killed = true;
    // All at once: what the step adopted is told by its parent, the step, while that lives.
    await killLeftovers(this.pid, this.order.attempt);
  }

  private async run(): Promise<AttemptEnd> {
    const { attempt, token, timeoutSeconds } = this.order;
    this.server.expect(attempt, {
      token,
      message: (message, answer) => this.hear(message, answer),
      closed: error => {
        this.broken ??= error ? error.message : null;
        this.resolveClosed();
        if (error) {
          void this.kill();
        }
      }
    });
    if (timeoutSeconds !== null) {
      this.later(timeoutSeconds * 1000, () => {
        if (!this.done) {
          this.stop('timeout');
        }
      });
    }
    const outcome = await this.process();
    this.timers.forEach(clearTimeout);
    const isQuick = !this.connected && outcome.exit?.signal === null;
    if (isQuick) {
      // A short step may be over before its connection was so much as accepted.
      await Promise.race([this.closed, pause(DRAIN_MS)]);
    }
    this.server.forget(attempt);
    await killLeftovers(this.pid, attempt);
    if (this.connected) {
      // What the step wrote before it died is still on its way.
      await Promise.race([this.closed, pause(DRAIN_MS)]);
    }
    return {
      stopped: this.stopped,
      done: this.done,
      exit: outcome.exit,
      why: this.broken ?? outcome.why
    };
  }

  private process(): Promise<Pick<AttemptEnd, 'exit' | 'why'>> {
    const { attempt, token, plan, env, fd1, fd2 } = this.order;
    return new Promise(resolve => {
      this.host.start(
        {
          attempt,
          token,
          plan,
          fd1,
          fd2,
          socket: this.server.path,
          env: { ...env, [MARK]: attempt }
        },
        {
          started: ({ pid, pidStart }) => {
            this.pid = pid;
            if (this.killed) {
              void this.kill();
            }
            this.order.onStarted(pid, textOf(pidStart));
          },
          exited: exit => resolve({ exit, why: null }),
          lost: why => resolve({ exit: null, why })
        }
      );
    });
  }

  private hear(message: StepMessage, answer: (line: StepAnswer) => void): void {
    this.connected = true;
    if (this.done && !AFTER_DONE.has(message.type)) {
      throw new ProtocolError(JSON.stringify(message));
    }
    if (message.type === 'done') {
      clearTimeout(this.slow);
      this.done = { ok: message.ok };
    } else if (message.type === 'keeping') {
      // Native code cannot be interrupted; what it was to save is only left out then.
      this.limit = this.later(message.seconds * 1000 + GRACE_MS, () => {
        void this.kill();
      });
    } else if (message.type === 'saving') {
      this.hearSaving(message.names);
    }
    this.order.onMessage(message, answer);
  }

  private hearSaving(names: readonly string[]): void {
    clearTimeout(this.slow);
    if (names.length === 0) {
      clearTimeout(this.limit);
    } else if (!this.done) {
      this.slow = this.later(SLOW_MS, () => this.order.onSlowSaving(names));
    }
  }

  private later(ms: number, action: () => void): NodeJS.Timeout {
    // Longer delays than a timer can hold would fire at once.
    const timer = setTimeout(action, Math.min(ms, 2 ** 31 - 1));
    this.timers.push(timer);
    return timer;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
