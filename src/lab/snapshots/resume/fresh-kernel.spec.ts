import { PromiseDelegate } from '@lumino/coreutils';

import { type Awaited, freshKernel, type IKernelSession } from './fresh-kernel';

const PATIENCE = { slow: 20, late: 10_000, again: 5 };

type Kernel = NonNullable<NonNullable<IKernelSession['session']>['kernel']>;

const NEVER = new Promise<void>(() => undefined);

/** A session whose kernel answers when it is told to. */
class FakeSession {
  calls: string[] = [];
  info = new PromiseDelegate<unknown>();
  connectionStatus: Kernel['connectionStatus'] = 'connected';
  status: Kernel['status'] = 'idle';
  isReady = true;
  ready: Promise<void> = Promise.resolve();
  hasKernel = true;
  /** What happens on a call, by its name. */
  on: Record<string, () => void> = {};

  get context(): IKernelSession {
    const call = (name: string) => async () => {
      this.calls.push(name);
      this.on[name]?.();
    };
    const kernel = {
      info: this.info.promise,
      connectionStatus: this.connectionStatus,
      status: this.status,
      reconnect: call('reconnect'),
      requestKernelInfo: call('ask')
    } as unknown as Kernel;
    return {
      ready: this.ready,
      isReady: this.isReady,
      session: { kernel: this.hasKernel ? kernel : null },
      startKernel: call('start') as unknown as () => Promise<boolean>,
      restartKernel: call('restart')
    };
  }
}

interface IAsked {
  readonly hadKernel?: boolean;
  readonly signal?: AbortSignal;
  readonly late?: number;
}

function get(
  fake: FakeSession,
  { hadKernel = false, signal, late = PATIENCE.late }: IAsked = {}
) {
  const slow: Awaited[] = [];
  // What is asked of the context is asked anew each time, as of JupyterLab's own.
  const context = new Proxy({} as IKernelSession, {
    get: (_, name) => Reflect.get(fake.context, name)
  });
  const options = {
    hadKernel,
    signal: signal ?? new AbortController().signal,
    onSlow: (awaited: Awaited) => slow.push(awaited)
  };
  const result = freshKernel(context, options, { ...PATIENCE, late });
  return { result, slow };
}

describe('freshKernel', () => {
  it('asks again when the first answer got lost', async () => {
    const fake = new FakeSession();
    fake.on.ask = () => fake.info.resolve({});
    const { result } = get(fake, { hadKernel: true });
    expect(await result).toBeNull();
    expect(fake.calls).toEqual(['restart', 'ask']);
  });

  it('connects again when the connection was lost', async () => {
    const fake = new FakeSession();
    fake.connectionStatus = 'disconnected';
    fake.on.reconnect = () => {
      fake.connectionStatus = 'connected';
      fake.info.resolve({});
    };
    expect(await get(fake).result).toBeNull();
    expect(fake.calls).toEqual(['reconnect']);
  });

  it('says what it waits for, and ends when that is wanted', async () => {
    const fake = new FakeSession();
    const cancel = new AbortController();
    const { result, slow } = get(fake, { signal: cancel.signal });
    while (slow.length === 0) {
      await new Promise(done => setTimeout(done, 5));
    }
    cancel.abort();
    expect(await result).toEqual({ why: 'cancelled', awaited: 'answer' });
    const { length } = fake.calls;
    await new Promise(done => setTimeout(done, 30));
    expect(fake.calls).toHaveLength(length);
    expect(slow).toEqual(['answer']);
  });

  it('gives up when it is too late', async () => {
    const fake = new FakeSession();
    fake.ready = NEVER;
    const { result, slow } = get(fake, { late: 60 });
    expect(await result).toEqual({ why: 'late', awaited: 'session' });
    expect(slow).toEqual(['session']);
  });

  it('does not begin when it is not wanted any more', async () => {
    const fake = new FakeSession();
    const { result } = get(fake, { signal: AbortSignal.abort() });
    expect(await result).toEqual({ why: 'cancelled', awaited: 'session' });
    await Promise.resolve();
    expect(fake.calls).toEqual([]);
  });

  it('takes no kernel for fresh that was not restarted', async () => {
    const fake = new FakeSession();
    fake.info.resolve({});
    fake.on.restart = () => {
      fake.isReady = false;
    };
    const { result } = get(fake, { hadKernel: true });
    expect(await result).toEqual({ why: 'kept' });
  });

  it('restarts once more when the connection was lost meanwhile', async () => {
    const fake = new FakeSession();
    fake.info.resolve({});
    fake.connectionStatus = 'disconnected';
    fake.isReady = false;
    fake.on.reconnect = () => {
      fake.connectionStatus = 'connected';
      fake.isReady = true;
    };
    const { result } = get(fake, { hadKernel: true });
    expect(await result).toBeNull();
    expect(fake.calls).toEqual(['restart', 'reconnect', 'restart']);
  });

  it('tells of no kernel, of one that ended, and of what failed', async () => {
    const none = new FakeSession();
    none.hasKernel = false;
    expect(await get(none).result).toEqual({ why: 'none' });
    expect(none.calls).toEqual(['start']);

    const ended = new FakeSession();
    ended.status = 'dead';
    expect(await get(ended).result).toEqual({ why: 'ended' });

    const failing = new FakeSession();
    failing.hasKernel = false;
    failing.on.start = () => {
      throw new Error('no such kernel');
    };
    const { result } = get(failing);
    expect(await result).toEqual({ why: 'failed', reason: 'no such kernel' });
  });
});
