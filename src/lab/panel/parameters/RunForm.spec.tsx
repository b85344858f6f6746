import * as React from 'react';

import type { ParameterView } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { openPipeline } from '../../testing/documents';
import {
  click,
  find,
  press,
  recordCommands,
  render,
  type
} from '../../testing/render';
import { PanelState } from '../panel-state';
import { RunForm } from './RunForm';

const PARAMETERS: readonly ParameterView[] = [
  { name: 'TREES', type: 'int', value: 150, text: '150', cell: 'p' },
  { name: 'name', type: 'str', value: 'first', text: 'first', cell: 'p' },
  { name: 'fast', type: 'bool', value: false, text: 'false', cell: 'p' }
];

async function show(given = PARAMETERS) {
  const { model } = await openPipeline([[['step:load'], 'x = 1']]);
  const { view } = model.state;
  if (!view) {
    throw new Error('no view');
  }
  const panel = new PanelState(null);
  panel.isFormOpen = true;
  const { commands, calls } = recordCommands([CommandIDs.run]);
  const form = (parameters: readonly ParameterView[]): JSX.Element => (
    <RunForm view={{ ...view, parameters }} panel={panel} />
  );
  const rendered = render(form(given), commands);
  const { node } = rendered;
  const change = (parameters: readonly ParameterView[]): void =>
    rendered.show(form(parameters));
  const field = (name: string) =>
    find(node, `input[aria-label=${name}]`) as HTMLInputElement;
  return { node, panel, calls, field, change };
}

describe('RunForm', () => {
  it('starts a run with the values that were changed, by their types', async () => {
    const { node, panel, calls, field } = await show();
    type(field('TREES'), '20');
    press(field('TREES'), 'Enter');
    click(field('fast'));
    click(find(node, 'button[type=submit]'));
    expect(calls).toEqual([
      { id: CommandIDs.run, args: { parameters: { TREES: 20, fast: true } } }
    ]);
    expect(panel.isFormOpen).toBe(false);
  });

  it('begins in its first field, which Enter does not leave', async () => {
    const { field } = await show();
    const first = field('TREES');
    expect(document.activeElement).toBe(first);
    type(first, '20');
    press(first, 'Enter');
    // A field that is drawn anew could not submit the form by the same key.
    expect(document.activeElement).toBe(first);
    expect(field('TREES')).toBe(first);
  });

  it('begins there also when its fields come late', async () => {
    const { node, field, change } = await show([]);
    expect(document.activeElement).toBe(find(node, 'button[type=submit]'));
    change(PARAMETERS);
    expect(document.activeElement).toBe(field('TREES'));
  });

  it('does not take a text for a number', async () => {
    const { node, calls, field } = await show();
    type(field('TREES'), 'many');
    expect(field('TREES').getAttribute('aria-invalid')).toBe('true');
    press(field('TREES'), 'Enter');
    click(find(node, 'button[type=submit]'));
    expect(calls).toEqual([]);
  });

  it('closes by Escape without a run', async () => {
    const { panel, calls, field } = await show();
    press(field('name'), 'Escape');
    expect(panel.isFormOpen).toBe(false);
    expect(calls).toEqual([]);
  });
});
