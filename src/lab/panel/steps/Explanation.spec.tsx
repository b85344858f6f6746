import * as React from 'react';

import { createAnalyser } from '../../../core/analyse';
import type { CellInput } from '../../../core/view/testing/samples';
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
import { Explanation } from './Explanation';
import type { IQuestion } from '../panel-token';
import { PanelState } from '../panel-state';

const CELLS = [
  [['step:load'], 'rows = [1]'],
  [['step:clean'], 'rows.append(2)\nopen("a.txt", "w").write("x")'],
  [['step:show'], 'print(rows)\nprint(open("a.txt").read())']
] as const;

async function ask(
  question: Omit<IQuestion, 'path'>,
  cells: readonly CellInput[] = CELLS
) {
  const { model, context } = await openPipeline(cells, {
    openAnalyser: () => analyserOf(createAnalyser().analyse)
  });
  const panel = new PanelState(null);
  panel.question = { path: model.path, ...question };
  const { commands, calls } = recordCommands([CommandIDs.goToCell]);
  const content = () => <Explanation model={model} panel={panel} />;
  const rendered = render(content(), commands);
  panel.changed.connect(() => rendered.show(content()));
  model.stateChanged.connect(() => rendered.show(content()));
  await during(() => settled());
  const lines = () =>
    [...rendered.node.querySelectorAll('li')].map(
      ({ textContent }) => textContent
    );
  return { ...rendered, panel, model, context, calls, lines };
}

describe('Explanation', () => {
  it('lists the lines that make a step wait, and goes to them', async () => {
    const { node, lines, calls } = await ask({ from: 'clean', to: 'show' });
    expect(node.querySelector('h3')?.textContent).toBe(
      'Why show waits for clean'
    );
    expect(lines()).toEqual([
      'rows = [1]made in loadcell 1, line 1',
      'rows.append(2)changed in cleancell 2, line 1',
      'print(rows)read in showcell 3, line 1',
      'open("a.txt", "w").write("x")written in cleancell 2, line 2',
      'print(open("a.txt").read())used in showcell 3, line 2'
    ]);
    click(find(node, 'button', 'rows.append'));
    expect(calls).toEqual([
      {
        id: CommandIDs.goToCell,
        args: { path: 'digits.ipynb', cell: 'c1', index: 1, line: 1, column: 1 }
      }
    ]);
  });

  it('answers for all steps that are waited for', async () => {
    const { node } = await ask({ to: 'show' });
    expect(node.querySelector('h3')?.textContent).toBe('Why show waits');
    expect(find(node, '.jp-KaletteChain p', 'rows, of clean')).toBeDefined();
  });

  it('says where a step that waits for none has what it reads from', async () => {
    const { lines, node } = await ask({ to: 'load' }, [
      [['imports'], 'import math'],
      [['pipeline-parameters'], 'limit = 2\nunused = 3'],
      [['step:load'], 'rows = [math.pi] * limit\nprint(open("a.txt").read())']
    ]);
    expect(node.textContent).toContain('load waits for no step');
    expect(lines()).toEqual([
      'Parameters: limit',
      'The imports cell',
      'Files that are there before the run: a.txt'
    ]);
  });

  it('says so where a step reads nothing but its own', async () => {
    const { lines, node } = await ask({ to: 'load' });
    expect(lines()).toEqual([]);
    expect(node.textContent).toContain(
      'Its own cells make all that they read.'
    );
  });

  it('follows the notebook', async () => {
    const { node, context, model } = await ask({ from: 'load', to: 'clean' });
    expect(find(node, 'li', 'made in load')).toBeDefined();
    context.model.sharedModel.cells[1].setSource('x = 1');
    await during(async () => {
      await model.analyseNow();
      await settled();
    });
    expect(node.textContent).toContain(
      'clean reads nothing that load makes or changes.'
    );
  });

  it('is closed by its button and by Escape', async () => {
    const { node, panel } = await ask({ to: 'show' });
    press(find(node, 'h3'), 'Escape');
    expect(panel.question).toBeNull();
    expect(node.textContent).toBe('');
  });
});
