import { StateDB } from '@jupyterlab/statedb';
import { Signal } from '@lumino/signaling';

import type { NotebookPipelineModel } from '../model/pipeline-model';
import { openPipeline, settled } from '../testing/documents';
import { FirstLook, type IFirstLookOptions } from './first-look';

const STEPS = [[['step:load'], 'x = 1']] as const;
const PLAIN = [[[], 'x = 1']] as const;

class FakeRegistry {
  current: NotebookPipelineModel | null = null;
  readonly currentChanged = new Signal<this, NotebookPipelineModel | null>(
    this
  );

  use(model: NotebookPipelineModel): void {
    this.current = model;
    this.currentChanged.emit(model);
  }
}

async function begin(store: StateDB, restored: Promise<unknown>) {
  const registry = new FakeRegistry();
  const shows: string[] = [];
  const look: FirstLook = new FirstLook({
    registry: registry as unknown as IFirstLookOptions['registry'],
    store,
    restored,
    show: () => {
      shows.push(registry.current?.path ?? '');
      look.seen();
    }
  });
  void look.begin();
  await settled();
  return { registry, shows, look };
}

const ready = Promise.resolve();

describe('FirstLook', () => {
  it('shows the panel with the first notebook that has steps, and once', async () => {
    const store = new StateDB();
    const { registry, shows } = await begin(store, ready);
    registry.use((await openPipeline(PLAIN)).model);
    expect(shows).toEqual([]);
    registry.use((await openPipeline(STEPS)).model);
    registry.use((await openPipeline(STEPS)).model);
    expect(shows).toEqual(['digits.ipynb']);

    const next = await begin(store, ready);
    next.registry.use((await openPipeline(STEPS)).model);
    expect(next.shows).toEqual([]);
  });

  it('stays away once the panel was seen by another way', async () => {
    const { registry, shows, look } = await begin(new StateDB(), ready);
    look.seen();
    registry.use((await openPipeline(STEPS)).model);
    expect(shows).toEqual([]);
  });

  it('does not come up when a notebook gets its first step', async () => {
    const { registry, shows } = await begin(new StateDB(), ready);
    const { model, context } = await openPipeline(PLAIN);
    registry.use(model);
    context.model.sharedModel.cells[0]?.setMetadata('tags', ['step:a']);
    await model.analyseNow();
    expect(model.hasSteps).toBe(true);
    expect(shows).toEqual([]);
  });

  it('waits until the layout is back', async () => {
    let restore = (): void => undefined;
    const restored = new Promise<void>(resolve => {
      restore = resolve;
    });
    const { registry, shows } = await begin(new StateDB(), restored);
    registry.use((await openPipeline(STEPS)).model);
    expect(shows).toEqual([]);
    restore();
    await settled();
    expect(shows).toEqual(['digits.ipynb']);
  });
});
