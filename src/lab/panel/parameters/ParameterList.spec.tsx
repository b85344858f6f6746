import * as React from 'react';

import type { ParameterView } from '../../../core/view';
import { openPipeline } from '../../testing/documents';
import { during, find, press, render, type } from '../../testing/render';
import { PanelState } from '../panel-state';
import { ParameterList } from './ParameterList';

const TREES: ParameterView = {
  name: 'TREES',
  type: 'int',
  value: 150,
  text: '150',
  cell: 'c0'
};

async function show() {
  const { model, context } = await openPipeline([
    [['pipeline-parameters'], 'TREES = 150'],
    [['step:load'], 'x = 1']
  ]);
  const { view } = model.state;
  if (!view) {
    throw new Error('no view');
  }
  const panel = new PanelState(null);
  const content = (value = 150) => (
    <ParameterList
      model={model}
      view={{ ...view, parameters: [{ ...TREES, value, text: String(value) }] }}
      panel={panel}
    />
  );
  const rendered = render(content());
  panel.changed.connect(() => rendered.show(content()));
  const { node } = rendered;
  const field = () => find(node, 'input') as HTMLInputElement;
  const source = () => context.model.sharedModel.cells[0].getSource();
  const wrong = () => panel.drafts.firstWrong(model.path, [TREES]);
  return { ...rendered, content, panel, field, source, wrong };
}

describe('ParameterList', () => {
  it('writes a value into its cell', async () => {
    const { field, source, wrong } = await show();
    type(field(), '20');
    press(field(), 'Enter');
    expect(source()).toBe('TREES = 20');
    expect(wrong()).toBeNull();
  });

  it('says what is wrong, and takes it back by Escape', async () => {
    const { node, field, source, wrong } = await show();
    type(field(), '4.5x');
    press(field(), 'Enter');
    const note = find(node, '[role=alert]');
    expect(note.textContent).toBe('TREES is of type int');
    expect(field().getAttribute('aria-describedby')).toBe(note.id);
    expect(source()).toBe('TREES = 150');
    expect(wrong()).toBe(TREES);
    press(field(), 'Escape');
    expect(field().value).toBe('150');
    expect(wrong()).toBeNull();
  });

  it('keeps a wrong text while it is folded, and leads back to it', async () => {
    const { field, panel } = await show();
    type(field(), '4.5x');
    await during(() => panel.toggle('parameters'));
    await during(() => {
      panel.wantedParameter = 'TREES';
    });
    expect(field().value).toBe('4.5x');
    expect(document.activeElement).toBe(field());
    expect(panel.wantedParameter).toBeNull();
  });

  it('shows the value again when it changes in the cell', async () => {
    const { field, show: draw, content } = await show();
    type(field(), '4.5x');
    draw(content(30));
    expect(field().value).toBe('30');
    expect(field().getAttribute('aria-invalid')).toBe('false');
  });
});
