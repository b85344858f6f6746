import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Resume } from '../../../core/api/types';
import { loadAgain } from './resume-notebook';

const GO_ON = new AbortController().signal;

const RESUME: Resume = {
  notebook: 'n.ipynb',
  cell: null,
  definitions: [],
  code: 'load()',
  variables: 2,
  missing: []
};

/** A kernel that answers a request in each of these ways in turn. */
function kernelOf(...statuses: readonly string[]) {
  const asked: string[] = [];
  const requestExecute = ({ code }: { readonly code: string }) => {
    const status = statuses[asked.length];
    asked.push(code);
    const future = {
      onIOPub: (_message: object) => undefined,
      dispose: () => undefined,
      get done() {
        if (status === 'ok') {
          const text = '{"restored": ["a", "b"], "failed": []}\n';
          future.onIOPub({
            header: { msg_type: 'stream' },
            content: { name: 'stdout', text }
          });
        }
        return Promise.resolve({ content: { status } });
      }
    };
    return future;
  };
  const panel = {
    isDisposed: false,
    sessionContext: { session: { kernel: { requestExecute } } }
  } as unknown as NotebookPanel;
  return { asked, panel };
}

/** A kernel that is busy until it is interrupted. */
function hangingKernel() {
  let interrupts = 0;
  let end = (_reason: Error): void => undefined;
  const done = new Promise((_, reject) => {
    end = reject;
  });
  const kernel = {
    requestExecute: () => ({ done, dispose: () => undefined }),
    interrupt: async () => {
      interrupts++;
      end(new Error('KeyboardInterrupt'));
    }
  };
  const panel = {
    isDisposed: false,
    sessionContext: { session: { kernel } }
  } as unknown as NotebookPanel;
  return { panel, interrupted: () => interrupts };
}

describe('loading variables', () => {
  it('is asked for again when a failing cell has taken it off the queue', async () => {
    const { asked, panel } = kernelOf('aborted', 'aborted', 'ok');
    const resumed = await loadAgain(panel, RESUME, GO_ON);
    expect(asked).toHaveLength(3);
    expect(resumed?.restored).toEqual(['a', 'b']);
  });

  it('is interrupted when it is not wanted any more, and says that and no trouble', async () => {
    const { panel, interrupted } = hangingKernel();
    const stop = new AbortController();
    const loading = loadAgain(panel, RESUME, stop.signal);
    await Promise.resolve();
    expect(interrupted()).toBe(0);
    stop.abort();
    expect(await loading).toMatchObject({
      isStopped: true,
      restored: [],
      troubles: []
    });
    expect(interrupted()).toBe(1);
  });

  it('is given up when cells go on failing', async () => {
    const { asked, panel } = kernelOf(...Array(99).fill('aborted'));
    const resumed = await loadAgain(panel, RESUME, GO_ON);
    expect(asked.length).toBeLessThan(10);
    expect(resumed?.restored).toEqual([]);
  });
});
