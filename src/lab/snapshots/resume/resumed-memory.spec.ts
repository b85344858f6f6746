import { StateDB } from '@jupyterlab/statedb';

import { snapshotOf } from '../../../core/view/testing/snapshots';
import { type IRemembering, ResumedMemory } from './resumed-memory';
import type { IResumed } from './resume-report';

const RESUMED: IResumed = {
  restored: ['x'],
  variables: 1,
  failed: [],
  troubles: [],
  missing: [],
  cells: { failed: [], notRun: [] },
  isStopped: false,
  noKernel: null
};

const BAR = {
  snapshot: snapshotOf(),
  resumed: RESUMED,
  isBare: false,
  safety: 'snap:safety/a@sha256:0'
};

/** A notebook whose kernel runs as a process; without one there is no kernel. */
function notebookOf(
  process: string | null,
  { path = 'eu/n.ipynb', kernel = 'k' } = {}
): IRemembering {
  const requestExecute = () => ({
    done: Promise.resolve({
      content: {
        status: 'ok',
        user_expressions: { process: { data: { 'text/plain': process } } }
      }
    }),
    dispose: () => undefined
  });
  const session =
    process === null ? null : { kernel: { id: kernel, requestExecute } };
  return {
    context: { localPath: path },
    sessionContext: { ready: Promise.resolve(), session },
    isDisposed: false
  } as unknown as IRemembering;
}

describe('ResumedMemory', () => {
  it('knows what a bar said while the kernel is the same process', async () => {
    const memory = new ResumedMemory(new StateDB());
    await memory.remember(notebookOf('7'), BAR);
    const { snapshot, ...rest } = BAR;
    const found = await memory.recall(notebookOf('7'));
    expect(found).toMatchObject(rest);
    expect(found?.snapshot).toMatchObject({ id: snapshot.id, step: 'svm' });
    expect(found?.snapshot).not.toHaveProperty('state');
    expect(
      await memory.recall(notebookOf('7', { path: 'eu/other.ipynb' }))
    ).toBeNull();
  });

  it.each([
    ['restarted', notebookOf('8')],
    ['another', notebookOf('7', { kernel: 'l' })],
    ['gone', notebookOf(null)]
  ])('forgets it with the kernel: %s', async (_, notebook) => {
    const memory = new ResumedMemory(new StateDB());
    await memory.remember(notebookOf('7'), BAR);
    expect(await memory.recall(notebook)).toBeNull();
    expect(await memory.recall(notebookOf('7'))).toBeNull();
  });

  it.each([
    ['no variables', notebookOf('7'), { ...BAR, resumed: null }],
    [
      'no kernel',
      notebookOf('7'),
      { ...BAR, resumed: { ...RESUMED, noKernel: { why: 'none' } } as const }
    ],
    ['a kernel that ended', notebookOf(null), BAR]
  ])('keeps nothing of %s', async (_, notebook, bar) => {
    const memory = new ResumedMemory(new StateDB());
    await memory.remember(notebookOf('7'), BAR);
    await memory.remember(notebook, bar);
    expect(await memory.recall(notebookOf('7'))).toBeNull();
  });

  it('forgets what was said of a workspace, and of no other', async () => {
    const memory = new ResumedMemory(new StateDB());
    const paths = ['eu/n.ipynb', 'europe/n.ipynb'];
    const notebooks = paths.map(path => notebookOf('7', { path }));
    for (const notebook of notebooks) {
      await memory.remember(notebook, BAR);
    }
    await memory.forgetIn('eu');
    expect(await memory.recall(notebooks[0])).toBeNull();
    expect(await memory.recall(notebooks[1])).not.toBeNull();
    await memory.forgetIn('');
    expect(await memory.recall(notebooks[1])).toBeNull();
  });
});
