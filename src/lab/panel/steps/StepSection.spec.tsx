import * as React from 'react';

import { runOf } from '../../../core/view/testing/samples';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { openPipeline, settled } from '../../testing/documents';
import { FakeEngine, problemOf } from '../../testing/fake-engine';
import { during, find, render } from '../../testing/render';
import { PanelState } from '../panel-state';
import { StepSection } from './StepSection';

const STEPS = { load: [], svm: ['load'] };
const at = '2026-01-01T00:00:00Z';

/** A notebook opened after its run was over. */
async function withPastRun(unsaved: readonly string[] = []) {
  const engine = new FakeEngine();
  const { steps } = runOf(STEPS);
  engine.runs = [
    runOf(STEPS, {
      state: 'failed',
      steps: steps.map(step => ({
        ...step,
        state: step.name === 'load' ? 'succeeded' : 'skipped',
        startedAt: step.name === 'load' ? at : null,
        snapshot: { before: null, after: null, unsaved: [...unsaved] }
      }))
    })
  ];
  engine.log = [
    { at, stream: 'stdout', text: 'read 5 rows\n', cell: 'c0' },
    { at, stream: 'stdout', text: 'done\n', cell: 'c0' }
  ];
  const cells = [
    [['step:load'], 'x = 1'],
    [['step:svm', 'prev:load'], 'y = x']
  ] as const;
  return openPipeline(cells, {}, engine);
}

function show(model: NotebookPipelineModel) {
  const panel = new PanelState(null);
  const content = () =>
    model.state.view ? (
      <StepSection model={model} view={model.state.view} panel={panel} />
    ) : (
      <p />
    );
  const rendered = render(content());
  model.stateChanged.connect(() => rendered.show(content()));
  return rendered.node;
}

const choose = (model: NotebookPipelineModel, step: string) =>
  during(async () => {
    model.select(step);
    await settled(20);
  });

describe('StepSection', () => {
  it('shows the last lines of a step that was over before, asked for once', async () => {
    const { model, engine } = await withPastRun();
    const node = show(model);
    expect(node.querySelector('.jp-KaletteLog')).toBeNull();
    await choose(model, 'load');
    expect(find(node, '.jp-KaletteLog').textContent).toContain('read 5 rows');
    await during(() => model.runs.dismiss());
    expect(engine.asked.filter(text => text.startsWith('logs'))).toEqual([
      'logs run-1 load'
    ]);
  });

  it('names what did not fit into the snapshot', async () => {
    const { model } = await withPastRun();
    const node = show(model);
    await choose(model, 'load');
    expect(node.textContent).not.toContain('Not in the snapshot');
    const full = await withPastRun(['big', 'bigger']);
    const other = show(full.model);
    await choose(full.model, 'load');
    expect(other.textContent).toContain('Not in the snapshotbig, bigger');
  });

  it('stamps each line with the time since the step began', async () => {
    const { model, engine } = await withPastRun();
    const said = 'Step load was asked to stop.\n';
    engine.log = [
      { at: '2026-01-01T00:00:27Z', stream: 'system', text: said, cell: null },
      { at: '2026-01-01T00:01:03Z', stream: 'stdout', text: 'end', cell: 'c0' }
    ];
    const node = show(model);
    await choose(model, 'load');
    expect(
      [...node.querySelectorAll('time')].map(({ textContent }) => textContent)
    ).toEqual(['0:27', '1:03']);
  });

  it('asks nothing about a step that never ran', async () => {
    const { model, engine } = await withPastRun();
    const node = show(model);
    await choose(model, 'svm');
    expect(engine.asked.join()).not.toContain('logs');
    expect(node.querySelector('.jp-KaletteLog')).toBeNull();
  });

  it('shows no lines, and nothing else, when the log is gone', async () => {
    const { model, engine } = await withPastRun();
    const node = show(model);
    engine.problem = problemOf({ status: 404, code: 'not-found' });
    await choose(model, 'load');
    expect(node.querySelector('.jp-KaletteLog')).toBeNull();
    expect(model.runs.state.refused).toBeNull();
    find(node, 'button', 'Open step');
  });
});
