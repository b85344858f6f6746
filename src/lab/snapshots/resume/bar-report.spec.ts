import type { NotebookPanel } from '@jupyterlab/notebook';
import { ServerConnection } from '@jupyterlab/services';
import { StateDB } from '@jupyterlab/statedb';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';

import type { Resume } from '../../../core/api/types';
import { snapshotOf } from '../../../core/view/testing/snapshots';
import { trans } from '../../testing/render';
import { addBar, recallBar } from './add-bar';
import { BarReport } from './bar-report';
import { ResumeBarWidget } from './resume-bar-widget';
import type { IResumed } from './resume-report';
import { ResumedMemory } from './resumed-memory';

const asked: (readonly string[])[] = [];

jest.mock('./ask-to-load', () => ({
  askToLoad: (names: readonly string[]) => {
    asked.push(names);
    return Promise.resolve(true);
  }
}));

jest.mock('./needed-cells', () => ({
  ...jest.requireActual<object>('./needed-cells'),
  runNeeded: () =>
    Promise.resolve({ cells: { failed: [3], notRun: [] }, made: ['lock'] })
}));

const lab = { trans, commands: new CommandRegistry() };

const RESUMED = {
  restored: ['x'],
  variables: 2,
  failed: [{ name: 'model', reason: 'its maker is not trusted' }],
  ...{ troubles: [], missing: [] },
  cells: { failed: [], notRun: [] },
  ...{ isStopped: false, noKernel: null }
};

const REST = {
  folder: 'got',
  scope: { notebook: 'got/n.ipynb' },
  allow: ['cells' as const],
  variables: [
    { name: 'x', step: 'load', tier: 'safe' as const },
    { name: 'model', step: 'train', tier: 'trusted' as const }
  ]
};

/** A notebook whose kernel loads all that it is asked for. */
function notebook() {
  const printed = JSON.stringify({ restored: ['x', 'model'] });
  const requestExecute = ({ code }: { readonly code: string }) => {
    const future = {
      done: Promise.resolve({
        content: {
          status: 'ok',
          user_expressions: { process: { data: { 'text/plain': '7' } } }
        }
      }),
      dispose: () => undefined,
      set onIOPub(listen: (message: unknown) => void) {
        if (code === 'load()') {
          listen({
            header: { msg_type: 'stream' },
            content: { name: 'stdout', text: printed }
          });
        }
      }
    };
    return future;
  };
  const session = { kernel: { id: 'k', requestExecute } };
  const cell = { id: 'c', getMetadata: () => ['step:train'] };
  const owner = {};
  return {
    context: { localPath: 'got/n.ipynb' },
    content: { widgets: [{ model: cell }] },
    contentHeader: new Panel(),
    sessionContext: {
      ...{ ready: Promise.resolve(), session },
      kernelChanged: new Signal(owner),
      statusChanged: new Signal(owner)
    },
    isDisposed: false
  } as unknown as NotebookPanel;
}

const barOf = ({ contentHeader }: NotebookPanel) => {
  const [bar] = contentHeader.widgets;
  if (!(bar instanceof ResumeBarWidget)) {
    throw new Error('There is no bar.');
  }
  return bar;
};

const soon = () => new Promise(done => setTimeout(done, 10));

describe('the bar above a notebook', () => {
  beforeAll(() => {
    Object.assign(globalThis, {
      ResizeObserver: class {
        observe = () => undefined;
        disconnect = () => undefined;
      }
    });
  });

  const told = async (
    allow: typeof REST.allow | ['variables'],
    missing: IResumed['missing'] = [],
    isBare = false
  ) => {
    const memory = new ResumedMemory(new StateDB());
    const panel = notebook();
    const requests: unknown[] = [];
    const resume = { code: 'load()', missing, variables: 2 };
    const client = {
      resume: (...request: unknown[]) => {
        requests.push(request);
        return Promise.resolve(resume as unknown as Resume);
      }
    };
    const reports = new BarReport(lab, client, memory);
    const state = {
      snapshot: snapshotOf(),
      ...{ resumed: null, isBare, safety: null }
    };
    const bar = addBar(lab, panel, state, memory);
    const rest = { ...REST, allow };
    const resumed = { ...RESUMED, missing };
    reports.tell({ bar, panel, resumed, rest });
    await soon();
    return { memory, bar, requests };
  };

  it('offers what was left out, and loads it where that is agreed to', async () => {
    const { bar, requests } = await told(REST.allow);
    expect(bar.state.resumed?.failed[0]?.made).toMatchObject({ cell: 'c' });
    bar.state.loadAll?.();
    await soon();
    expect(asked.at(-1)).toEqual(['model']);
    const { scope, folder } = REST;
    const request = { folder, allow: ['cells', 'variables'] };
    expect(requests).toEqual([[scope, snapshotOf().id, request]]);
    expect(bar.state).toMatchObject({
      ...{ loadAll: null, stop: null, phase: null },
      resumed: { restored: ['x', 'model'], failed: [] }
    });
  });

  it('offers it also once the page was loaded again', async () => {
    const { memory } = await told(REST.allow);
    const panel = notebook();
    await recallBar(lab, panel, memory, ServerConnection.makeSettings());
    expect(barOf(panel).state.loadAll).not.toBeNull();
    expect(barOf(panel).state.resumed?.restored).toEqual(['x']);
  });

  it('offers nothing where nothing was left out', async () => {
    const { memory, bar } = await told(['variables']);
    expect(bar.state.loadAll).toBeNull();
    const panel = notebook();
    await recallBar(lab, panel, memory, ServerConnection.makeSettings());
    expect(barOf(panel).state.loadAll).toBeNull();
    expect(await memory.recall(panel)).not.toHaveProperty('rest');
  });

  const LACKING = ['lock', 'gen'].map(name => ({
    ...{ name, type: 'x', reason: 'a lock', cell: 'c', index: 0 }
  }));

  it('runs cells for what is missing, and loads all once more behind them', async () => {
    const { bar, requests, memory } = await told(['variables'], LACKING);
    bar.state.runNeeded?.();
    await soon();
    expect(requests).toHaveLength(1);
    expect(bar.state).toMatchObject({
      ...{ stop: null, phase: null },
      resumed: {
        restored: ['x', 'model'],
        made: ['lock'],
        missing: [{ name: 'gen' }],
        cells: { failed: [3] }
      }
    });
    const panel = notebook();
    await recallBar(lab, panel, memory, ServerConnection.makeSettings());
    expect(barOf(panel).state.runNeeded).not.toBeNull();
  });

  it('runs none where imports and functions were not allowed, or none is known', async () => {
    const bare = await told(['variables'], LACKING, true);
    expect(bare.bar.state.runNeeded).toBeNull();
    const unknown = LACKING.map(one => ({ ...one, index: null }));
    const { bar } = await told(['variables'], unknown);
    expect(bar.state.runNeeded).toBeNull();
  });
});
