import * as React from 'react';

import { runOf } from '../../../core/view/testing/samples';
import { changeOf, operationOf } from '../../../core/view/testing/snapshots';
import { PanelState } from '../../panel/panel-state';
import { openPipeline, settled } from '../../testing/documents';
import { FakeEngine } from '../../testing/fake-engine';
import {
  click,
  during,
  find,
  recordCommands,
  render
} from '../../testing/render';
import { RunFiles } from './RunFiles';

const LEFT = [
  changeOf('a.csv', 'new'),
  changeOf('b.csv'),
  changeOf('c.csv', 'deleted')
];

const diffOf = (items: readonly (typeof LEFT)[number][]) => ({
  same: 0,
  total: items.length,
  items: [...items]
});
/** The files of a run that has ended, of which the workspace lacks these. */
async function show(lacking = LEFT) {
  const engine = new FakeEngine();
  const items = LEFT.map(({ path, change }) => ({ path, change }));
  const files = { folder: '/w/.kalette/runs/1/files', total: 3, items };
  engine.runs = [runOf({ load: [] }, { state: 'succeeded', files })];
  engine.snapshots.difference = diffOf(lacking);
  const { model } = await openPipeline([[['step:load'], 'x = 1']], {}, engine);
  const content = () => <RunFiles model={model} panel={new PanelState(null)} />;
  const rendered = render(content(), recordCommands([]).commands);
  model.runFiles.stateChanged.connect(() => rendered.show(content()));
  click(find(rendered.node, 'button', 'Copy into the workspace…'));
  await during(() => settled());
  return { ...rendered, engine };
}

/** Copies what is chosen; these are lacking then. */
async function copy(
  { node, engine }: Awaited<ReturnType<typeof show>>,
  label: string,
  done: { readonly written: number; readonly removed: number },
  lacking: typeof LEFT
): Promise<void> {
  const result = { folder: '', safety: 'snap:x', resume: null, ...done };
  engine.snapshots.course = [operationOf({ state: 'succeeded', result })];
  engine.snapshots.difference = diffOf(lacking);
  click(find(node, '.jp-KaletteRunFiles > footer button', label));
  await during(() => settled(40));
}

describe('RunFiles', () => {
  it('says what is still different once some were copied, and when nothing is', async () => {
    const shown = await show();
    const { node } = shown;
    expect(node.textContent).not.toContain('Still');
    await copy(shown, 'Copy 2 files', { written: 2, removed: 0 }, [LEFT[2]]);
    expect(node.textContent).toContain('2 files copied.');
    expect(node.textContent).toContain('Still not as the run left it:');
    click(find(node, 'input[type=checkbox]'));
    await copy(shown, 'Remove 1 file', { written: 0, removed: 1 }, []);
    expect(node.textContent).toContain('1 file removed.');
    expect(node.textContent).toContain(
      'The workspace has all that the run left.'
    );
    expect(node.textContent).not.toContain('Still');
  });

  it('says what a press copies and removes', async () => {
    const { node } = await show();
    const boxes = node.querySelectorAll<HTMLInputElement>('[type=checkbox]');
    click(boxes[2]);
    find(node, 'button', 'Copy 2 files, remove 1');
  });

  it('does not say that the folder is as it was, once that may not be so', async () => {
    const shown = await show();
    await copy(shown, 'Copy 2 files', { written: 2, removed: 0 }, []);
    click(find(shown.node, 'button', 'Close'));
    expect(shown.node.textContent).not.toContain('as it was');
    expect(shown.node.textContent).toContain('The run worked on a copy;');
  });
});
