import type { ISessionContext } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';

import { snapshotOf } from '../../../core/view/testing/snapshots';
import { trans } from '../../testing/render';
import { ResumeBarWidget } from './resume-bar-widget';
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

/** A bar, and a session whose kernel can be restarted. */
function watched() {
  const lab = { trans, commands: new CommandRegistry() };
  const bar = new ResumeBarWidget(lab, {
    snapshot: snapshotOf(),
    phase: null,
    resumed: null,
    isRestarted: false,
    isBare: false,
    safety: null,
    notebook: 'n.ipynb',
    loadAll: null,
    runNeeded: null,
    stop: null,
    cancel: null,
    retry: null,
    loadLost: null
  });
  const session = {};
  const statusChanged = new Signal<object, string>(session);
  const kernelChanged = new Signal<object, object>(session);
  bar.watch({ statusChanged, kernelChanged } as unknown as ISessionContext);
  return { bar, statusChanged, kernelChanged };
}

describe('ResumeBarWidget', () => {
  beforeAll(() => {
    Object.assign(globalThis, {
      ResizeObserver: class {
        observe = () => undefined;
        disconnect = () => undefined;
      }
    });
  });

  it.each(['restarting', 'autorestarting'])(
    'says once all is done that what was loaded is lost: %s',
    status => {
      const { bar, statusChanged } = watched();
      let overs = 0;
      bar.onOver = () => overs++;
      statusChanged.emit(status);
      bar.tell({ phase: 'variables', resumed: RESUMED });
      statusChanged.emit(status);
      expect(bar.state.isRestarted).toBe(false);
      bar.tell({ phase: null, loadAll: () => undefined });
      statusChanged.emit('busy');
      expect(bar.state.isRestarted).toBe(false);
      statusChanged.emit(status);
      expect(bar.state).toMatchObject({ isRestarted: true, loadAll: null });
      expect(overs).toBe(1);
    }
  );

  it('says the same of another kernel, unless there was none to load into', () => {
    const { bar, kernelChanged } = watched();
    bar.tell({ resumed: { ...RESUMED, noKernel: { why: 'none' } } });
    kernelChanged.emit({});
    expect(bar.state.isRestarted).toBe(false);
    bar.tell({ resumed: RESUMED });
    kernelChanged.emit({});
    expect(bar.state.isRestarted).toBe(true);
    bar.dispose();
  });
});
