import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';

/** What of a kernel's beginning is waited for. */
export type Awaited = 'session' | 'start' | 'restart' | 'answer';

/** Why there is no kernel that could load anything. */
export type NoKernel =
  | { readonly why: 'none' | 'ended' | 'kept' }
  | { readonly why: 'cancelled' | 'late'; readonly awaited: Awaited }
  | { readonly why: 'failed'; readonly reason: string };

type Connection = Pick<
  Kernel.IKernelConnection,
  'info' | 'connectionStatus' | 'status' | 'reconnect' | 'requestKernelInfo'
>;

/** What of a notebook's session is needed to give it a kernel. */
export interface IKernelSession extends Pick<
  ISessionContext,
  'ready' | 'isReady' | 'startKernel' | 'restartKernel'
> {
  readonly session: { readonly kernel: Connection | null } | null;
}

export interface IFreshKernelOptions {
  /** True when it had a kernel before it was opened: that has run something. */
  readonly hadKernel: boolean;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Told when it takes long, and then at each step. */
  readonly onSlow: (awaited: Awaited) => void;
}

/** In ms: when somebody watching wonders, when it is given up, and when a kernel is asked again. */
export const PATIENCE = { slow: 10_000, late: 150_000, again: 5000 } as const;

type Patience = Readonly<Record<keyof typeof PATIENCE, number>>;

/** Gives a notebook a kernel that has run nothing; resolves to why it could not, else `null`. */
export async function freshKernel(
  context: IKernelSession,
  options: IFreshKernelOptions,
  patience: Patience = PATIENCE
): Promise<NoKernel | null> {
  const waiting = new Waiting(options, patience);
  try {
    return await Promise.race([
      waiting.ended,
      begin(context, options.hadKernel, waiting, patience)
    ]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { why: 'failed', reason };
  } finally {
    waiting.close();
  }
}

/** Says what is waited for when it takes long, and ends when that is too long. */
class Waiting {
  /** Settles when nobody wants to wait any longer. */
  readonly ended: Promise<NoKernel>;

  constructor(
    { signal, onSlow }: Omit<IFreshKernelOptions, 'hadKernel'>,
    { slow, late }: Patience
  ) {
    const tell = (): void => {
      this._tell = onSlow;
      onSlow(this._awaited);
    };
    this.ended = new Promise(resolve => {
      const end = (why: 'cancelled' | 'late') => () =>
        resolve({ why, awaited: this._awaited });
      this._timers = [setTimeout(tell, slow), setTimeout(end('late'), late)];
      signal.addEventListener('abort', end('cancelled'));
      if (signal.aborted) {
        end('cancelled')();
      }
    });
  }

  get isOver(): boolean {
    return this._isOver;
  }

  enter(awaited: Awaited): void {
    this._awaited = awaited;
    this._tell(awaited);
  }

  close(): void {
    this._isOver = true;
    this._timers.forEach(clearTimeout);
    this._tell = () => undefined;
  }

  private _awaited: Awaited = 'session';
  private _isOver = false;
  private _timers: readonly ReturnType<typeof setTimeout>[] = [];
  private _tell: (awaited: Awaited) => void = () => undefined;
}

async function begin(
  context: IKernelSession,
  hadKernel: boolean,
  waiting: Waiting,
  { again }: Patience
): Promise<NoKernel | null> {
  await context.ready;
  if (waiting.isOver) {
    return null;
  }
  if (!context.session?.kernel) {
    waiting.enter('start');
    await context.startKernel();
  } else if (hadKernel) {
    waiting.enter('restart');
    if (!(await isRestarted(context))) {
      return { why: 'kept' };
    }
  }
  waiting.enter('answer');
  return answered(context, waiting, again);
}

/** The session keeps a failure to itself, and the old kernel with all that it has run. */
async function isRestarted(context: IKernelSession): Promise<boolean> {
  await context.restartKernel();
  const kernel = context.session?.kernel;
  if (!context.isReady && kernel?.connectionStatus === 'disconnected') {
    await kernel.reconnect();
    await context.restartKernel();
  }
  return context.isReady;
}

/**
 * Waits for the kernel's first answer. The one to the question that is asked with each connection
 * gets lost when the server listens to the kernel a moment too late, and nobody asks it again.
 */
async function answered(
  context: IKernelSession,
  waiting: Waiting,
  every: number
): Promise<NoKernel | null> {
  while (!waiting.isOver) {
    const kernel = context.session?.kernel;
    if (!kernel) {
      return { why: 'none' };
    }
    if (kernel.status === 'dead') {
      return { why: 'ended' };
    }
    if ((await isSettled(kernel.info, every)) || waiting.isOver) {
      return null;
    }
    const again =
      kernel.connectionStatus === 'disconnected'
        ? kernel.reconnect()
        : kernel.requestKernelInfo();
    // Whether it came through is seen by the answer.
    again.catch(() => undefined);
  }
  return null;
}

async function isSettled(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
