import * as React from 'react';

import { createAnalyser } from '../../../core/analyse';
import { CommandIDs } from '../../commands/ids';
import { analyserOf, openPipeline, settled } from '../../testing/documents';
import {
  click,
  during,
  find,
  press,
  recordCommands,
  render
} from '../../testing/render';
import { Suggestion } from './Suggestion';

const cell = (id: string, type: string, source: string) => ({
  id,
  cell_type: type,
  metadata: {},
  source,
  ...(type === 'code' && { outputs: [], execution_count: null })
});

const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    cell('p', 'code', 'size = 3'),
    cell('h1', 'markdown', '## Load'),
    cell('a', 'code', 'data = [n * n for n in range(size)]\ndata.sort()'),
    cell('b', 'code', 'data.append(1)'),
    cell('h2', 'markdown', '## Use'),
    cell('c', 'code', 'print(sum(data), dta)')
  ]
};

async function show() {
  const { model, context } = await openPipeline(NOTEBOOK, {
    openAnalyser: () => analyserOf(createAnalyser().analyse)
  });
  const { commands, calls } = recordCommands(Object.values(CommandIDs));
  const rendered = render(<Suggestion model={model} />, commands);
  await during(() => settled());
  const row = (name: string) => find(rendered.node, '[role=option]', name);
  const marked = () => [...(model.state.preview?.cells ?? [])];
  return { ...rendered, model, context, calls, row, marked };
}

describe('Suggestion', () => {
  it('marks the cells of a step that is looked at, and writes nothing', async () => {
    const { node, row, marked, model, context } = await show();
    expect(marked()).toEqual([]);
    await during(() => row('load').focus());
    expect(marked()).toEqual(['a', 'b']);
    expect(model.state.preview?.hue).toBe(1);
    expect(find(node, '.jp-KaletteSuggested').textContent).toBe(
      'Reads the parameters size. Hands on data.'
    );
    await during(() => press(row('load'), 'ArrowDown'));
    expect(marked()).toEqual(['c']);
    expect(find(node, '.jp-KaletteSuggested').textContent).toBe(
      'Receives data from load.'
    );
    expect(context.model.dirty).toBe(false);
  });

  it('marks roles that are no steps without a colour', async () => {
    const { row, marked, model } = await show();
    await during(() => row('Parameters').focus());
    expect(marked()).toEqual(['p']);
    expect(model.state.preview?.hue).toBeNull();
  });

  it('goes to the cells of a step, and leaves the keyboard where it is', async () => {
    const { row, calls } = await show();
    click(row('use'));
    expect(calls).toEqual([
      {
        id: CommandIDs.goToCell,
        args: { path: 'digits.ipynb', cell: 'c', isQuiet: true }
      }
    ]);
  });

  it('says which problems would come, without fixes for what is not there', async () => {
    const { node } = await show();
    expect(node.textContent).toContain(
      'With these steps there is 1 problem to look at:'
    );
    const problem = find(node, '.jp-KaletteProblem', 'dta');
    expect(
      [...problem.querySelectorAll('button')].map(one => one.textContent)
    ).toEqual(['Cell 6, line 1']);
  });

  it('leaves no mark behind when it goes', async () => {
    const { row, marked, unmount } = await show();
    await during(() => row('use').focus());
    unmount();
    expect(marked()).toEqual([]);
  });
});
