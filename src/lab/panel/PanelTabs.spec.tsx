import * as React from 'react';

import { click, find, press, render } from '../testing/render';
import { PanelState } from './panel-state';
import { PanelTabs } from './PanelTabs';

function show() {
  const state = new PanelState(null);
  const content = () => (
    <PanelTabs
      view={state.view}
      onSelect={view => {
        state.view = view;
      }}
    >
      <button tabIndex={0}>{state.view}</button>
    </PanelTabs>
  );
  const rendered = render(content());
  state.changed.connect(() => rendered.show(content()));
  return { node: rendered.node, state };
}

describe('PanelTabs', () => {
  it('shows one view at a time, which alone is reached by Tab', () => {
    const { node, state } = show();
    click(find(node, '[role=tab]', 'Snapshots'));
    expect(state.view).toBe('snapshots');
    const tabs = [...node.querySelectorAll('[role=tab]')];
    expect(tabs.map(tab => tab.getAttribute('tabindex'))).toEqual(['-1', '0']);
    expect(find(node, '[role=tabpanel]').textContent).toBe('snapshots');
  });

  it('is walked by the arrows, and Down goes into the view', () => {
    const { node, state } = show();
    const tab = () => find(node, '[aria-selected=true]');
    tab().focus();
    press(tab(), 'ArrowLeft');
    expect(state.view).toBe('snapshots');
    expect(document.activeElement).toBe(tab());
    press(tab(), 'ArrowRight');
    expect(state.view).toBe('pipeline');
    press(tab(), 'ArrowDown');
    expect(document.activeElement?.textContent).toBe('pipeline');
  });
});
