import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import { WidgetWatch } from './widget-watch';

const cell = (id: string) => ({ model: { id } });

function open() {
  const content = { widgets: [cell('a'), cell('b')] };
  const modelContentChanged = new Signal<object, void>(content);
  const panel = { content: Object.assign(content, { modelContentChanged }) };
  const watch = new WidgetWatch(panel as unknown as NotebookPanel);
  let count = 0;
  watch.changed.connect(() => count++);
  const change = (widgets = content.widgets) => {
    content.widgets = widgets;
    modelContentChanged.emit();
    return count;
  };
  return { watch, change, content, widgets: content.widgets };
}

describe('WidgetWatch', () => {
  it('is quiet while cells are edited', () => {
    const { change } = open();
    expect(change()).toBe(0);
  });

  it('tells of new, moved and replaced cells once each', () => {
    const { watch, change, widgets } = open();
    const [a, b] = widgets;
    expect(change([a, b, cell('c')])).toBe(1);
    expect(change()).toBe(1);
    expect([...watch.cells.keys()]).toEqual(['a', 'b', 'c']);
    expect(change([b, a])).toBe(2);
    const other = cell('a');
    expect(change([b, other])).toBe(3);
    expect(watch.cells.get('a')).toBe(other);
  });

  it('has widgets that came without a word', () => {
    const { watch, content } = open();
    content.widgets.push(cell('c'));
    expect([...watch.cells.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('is quiet after it was disposed', () => {
    const { watch, change, widgets } = open();
    watch.dispose();
    watch.dispose();
    expect(change([...widgets, cell('c')])).toBe(0);
  });
});
