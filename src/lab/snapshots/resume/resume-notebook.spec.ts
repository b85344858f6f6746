import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Resume } from '../../../core/api/types';
import { loadAgain } from './resume-notebook';

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

describe('loading variables', () => {
  it('is asked for again when a failing cell has taken it off the queue', async () => {
    const { asked, panel } = kernelOf('aborted', 'aborted', 'ok');
    const resumed = await loadAgain(panel, RESUME);
    expect(asked).toHaveLength(3);
    expect(resumed?.restored).toEqual(['a', 'b']);
  });

  it('is given up when cells go on failing', async () => {
    const { asked, panel } = kernelOf(...Array(99).fill('aborted'));
    const resumed = await loadAgain(panel, RESUME);
    expect(asked.length).toBeLessThan(10);
    expect(resumed?.restored).toEqual([]);
  });
});
