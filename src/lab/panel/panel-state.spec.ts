import { StateDB } from '@jupyterlab/statedb';

import { PanelState } from './panel-state';

const settled = () => new Promise(resolve => setTimeout(resolve, 5));

describe('PanelState', () => {
  it('remembers what was folded, and forgets what it does not know', async () => {
    const store = new StateDB();
    const state = new PanelState(store);
    state.toggle('parameters');
    await settled();
    const key = 'jupyterlab-kalette:panel';
    expect(await store.fetch(key)).toEqual(['parameters']);
    await store.save(key, ['parameters', 'long gone']);
    const next = new PanelState(store);
    await settled();
    expect([...next.collapsed]).toEqual(['parameters']);
  });

  it('folds for a run what is not about it, and unfolds it afterwards', async () => {
    const store = new StateDB();
    const state = new PanelState(store);
    state.isRunning = true;
    expect([...state.collapsed]).toEqual(['problems', 'parameters', 'metrics']);
    state.toggle('metrics');
    expect(state.collapsed.has('metrics')).toBe(false);
    state.isRunning = false;
    expect([...state.collapsed]).toEqual([]);
    state.isRunning = true;
    expect(state.collapsed.has('metrics')).toBe(true);
    await settled();
    expect(await store.fetch('jupyterlab-kalette:panel')).toBeUndefined();
  });

  it('says when the form opens and closes, once each', () => {
    const state = new PanelState(null);
    let changes = 0;
    state.changed.connect(() => changes++);
    state.isFormOpen = true;
    state.isFormOpen = true;
    state.isFormOpen = false;
    expect(changes).toBe(2);
  });
});
