import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';

import { openPipeline, settled } from '../testing/documents';
import { trans } from '../testing/render';
import { CellDecorator } from './cell-decorator';

/** A panel as far as its cells are decorated: a widget for each cell of the model. */
async function open() {
  const { model, context } = await openPipeline([
    [['step:load'], 'x = 1'],
    [[], 'y = 1'],
    [['step:svm', 'prev:load'], 'z = x'],
    [['skip'], 'x']
  ]);
  const widgets = Array.from(context.model.cells, cell => {
    const widget = new Widget();
    widget.layout = new PanelLayout();
    return Object.assign(widget, { model: cell, ready: Promise.resolve() });
  });
  const content = { widgets };
  const modelContentChanged = new Signal<object, void>(content);
  const panel = {
    content: Object.assign(content, { modelContentChanged })
  } as unknown as NotebookPanel;
  const decorator = new CellDecorator({
    panel,
    model,
    trans,
    onEdit: () => undefined
  });
  await settled();
  const strips = () =>
    widgets.map(({ node }) => node.querySelectorAll('.jp-KaletteStrip').length);
  const has = (name: string) => widgets.map(cell => cell.hasClass(name));
  return { decorator, model, shared: context.model.sharedModel, strips, has };
}

describe('CellDecorator', () => {
  it('gives a step one strip, and every cell of it the colour', async () => {
    const { strips, has } = await open();
    expect(strips()).toEqual([1, 0, 1, 1]);
    expect(has('jp-mod-kaletteStep')).toEqual([true, true, true, false]);
    expect(has('jp-mod-kaletteSkip')).toEqual([false, false, false, true]);
  });

  it('follows the tags', async () => {
    const { shared, strips, has } = await open();
    shared.cells[1].setMetadata('tags', ['step:own']);
    shared.cells[2].deleteMetadata('tags');
    await settled(60);
    expect(strips()).toEqual([1, 1, 0, 1]);
    expect(has('jp-mod-kaletteStep')).toEqual([true, true, true, false]);
  });

  it('lifts the step under the pointer', async () => {
    const { model, has } = await open();
    model.hover('load');
    expect(has('jp-mod-kaletteLift')).toEqual([true, true, false, false]);
    model.hover(null);
    expect(has('jp-mod-kaletteLift')).toEqual([false, false, false, false]);
  });

  it('can go without strips, and keeps the colour', async () => {
    const { decorator, strips, has } = await open();
    decorator.hasStrips = false;
    expect(strips()).toEqual([0, 0, 0, 0]);
    expect(has('jp-mod-kaletteStep')).toEqual([true, true, true, false]);
  });

  it('leaves the cells alone after it was disposed', async () => {
    const { decorator, shared, strips } = await open();
    decorator.dispose();
    decorator.dispose();
    shared.cells[1].setMetadata('tags', ['step:own']);
    await settled(60);
    expect(strips()).toEqual([1, 0, 1, 1]);
  });
});
