import * as React from 'react';

import { analyseTags, eventOf, runOf } from '../../core/view/testing/samples';
import { CommandIDs } from '../commands/ids';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { analyserOf, openPipeline, settled } from '../testing/documents';
import { FakeIntersection } from '../testing/fake-intersection';
import { FakeEngine, problemOf } from '../testing/fake-engine';
import {
  click,
  during,
  find,
  press,
  recordCommands,
  render,
  type IRendered
} from '../testing/render';
import { noteChanges } from '../runs/learn';
import { PanelState } from './panel-state';
import { PipelinePanel } from './PipelinePanel';

const CELLS = [
  [['step:load'], 'x = 1'],
  [['step:svm', 'prev:load'], 'y = x']
] as const;
const STEPS = { load: [], svm: ['load'] };

const shown: IRendered[] = [];

beforeAll(() => FakeIntersection.install());

function show(model: NotebookPipelineModel | null) {
  const { commands, calls } = recordCommands(Object.values(CommandIDs));
  const panel = new PanelState(null);
  const content = () => <PipelinePanel model={model} panel={panel} />;
  const rendered = render(content(), commands);
  const refresh = (): void => rendered.show(content());
  model?.stateChanged.connect(refresh);
  panel.changed.connect(refresh);
  shown.push(rendered);
  return { node: rendered.node, calls, panel };
}

afterEach(() => {
  for (const rendered of shown.splice(0)) {
    rendered.unmount();
  }
});

async function withRun(fields: Parameters<typeof runOf>[1], steps = STEPS) {
  const engine = new FakeEngine();
  engine.runs = [runOf(steps, fields)];
  return openPipeline(CELLS, {}, engine);
}

describe('an empty panel', () => {
  it('offers an example when no notebook is open', () => {
    const { node, calls } = show(null);
    expect(node.textContent).toContain('No notebook open');
    click(find(node, 'button'));
    expect(calls).toEqual([{ id: CommandIDs.openExample, args: {} }]);
  });

  it('holds places while a notebook is read', async () => {
    const { model } = await openPipeline(CELLS);
    const unread = Object.create(model, {
      state: { value: { ...model.state, analysis: null, view: null } }
    }) as NotebookPipelineModel;
    const { node } = show(unread);
    expect(node.querySelector('.jp-KaletteSkeleton')).not.toBeNull();
  });

  it('says what a role without steps lacks', async () => {
    const { model } = await openPipeline([[['pipeline-parameters'], 'C = 1']]);
    const { node } = show(model);
    expect(node.textContent).toContain('No cell is tagged as a step yet.');
  });
});

describe('a pipeline', () => {
  it('shows a row for each step, and says what Run will do', async () => {
    const { model } = await openPipeline(CELLS);
    const { node, calls } = show(model);
    const rows = [...node.querySelectorAll('[role=option]')];
    expect(rows.map(row => row.getAttribute('aria-label'))).toEqual([
      'load, not run yet',
      'svm, after load, not run yet'
    ]);
    click(find(node, 'button', 'Run 2 steps'));
    expect(calls.map(({ id }) => id)).toEqual([CommandIDs.run]);
  });

  it('goes to the cell of a step, and is walked by the arrows', async () => {
    const { model } = await openPipeline(CELLS);
    const { node, calls } = show(model);
    click(find(node, '[data-step=svm]'));
    expect(calls).toEqual([
      {
        id: CommandIDs.goToCell,
        args: { path: 'digits.ipynb', cell: 'c1', isQuiet: true }
      }
    ]);
    press(find(node, '[data-step=svm]'), 'ArrowUp');
    expect(model.state.selected).toBe('load');
    expect(document.activeElement).toBe(find(node, '[data-step=load]'));
    press(find(node, '[data-step=load]'), 'Enter');
    expect(calls[1].id).toBe(CommandIDs.tagEdit);
  });

  it('cannot run while there is an error, and says which', async () => {
    const { model } = await openPipeline(CELLS, {
      openAnalyser: () =>
        analyserOf((content, file) => ({
          ...analyseTags(content, file),
          diagnostics: [
            {
              code: 'a-code',
              severity: 'error',
              message: 'It cannot run.',
              where: { cell: 'c1', index: 1 }
            }
          ]
        }))
    });
    const { node, calls } = show(model);
    const run = find(node, '.jp-mod-accept', 'Run');
    click(run);
    expect(calls).toEqual([]);
    expect(run.getAttribute('aria-disabled')).toBe('true');
    expect(run.textContent).toBe('Run');
    expect(run.title).toBe('It cannot run.');
    expect(find(node, '.jp-KaletteHead-note').textContent).toBe(
      'Cell 2: It cannot run.'
    );
    click(find(node, '.jp-KaletteHead-note button'));
    expect(calls).toEqual([
      { id: CommandIDs.goToCell, args: { cell: 'c1', index: 1 } }
    ]);
  });

  it('says when the code is in a language that is not read', async () => {
    const { model } = await openPipeline({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: 'ir', language: 'R', display_name: 'R' }
      },
      cells: [
        {
          id: 'c0',
          cell_type: 'code',
          metadata: { tags: ['step:load'] },
          source: 'x <- 1',
          outputs: [],
          execution_count: null
        }
      ]
    });
    expect(model.isPython).toBe(false);
    const { node } = show(model);
    expect(node.textContent).toContain('data flow is read for Python only');
  });

  it('remembers folded sections', async () => {
    const { model } = await openPipeline(CELLS);
    const { node, panel } = show(model);
    const head = () => find(node, '.jp-KaletteSection-toggle', 'Steps');
    click(head());
    expect(head().getAttribute('aria-expanded')).toBe('false');
    expect(node.querySelector('[role=option]')).toBeNull();
    expect([...panel.collapsed]).toEqual(['steps']);
  });
});

describe('a run', () => {
  it('changes rows, progress and button as it goes on', async () => {
    const { model, engine } = await withRun({ state: 'running' });
    const { node, calls } = show(model);
    await during(async () => {
      engine.stream.push(
        eventOf(11, 'step.running', 'load'),
        eventOf(12, 'step.succeeded', 'load', { seconds: 2 }),
        eventOf(13, 'step.running', 'svm'),
        eventOf(14, 'output', 'svm', { text: 'fitting\n' })
      );
      await settled(60);
    });
    expect(find(node, '[data-step=load]').textContent).toContain('0:02');
    expect(find(node, '[data-step=svm]').getAttribute('aria-label')).toContain(
      'running'
    );
    expect(find(node, '[role=progressbar]').getAttribute('aria-valuenow')).toBe(
      '1'
    );
    expect(find(node, '.jp-KaletteLog').textContent).toContain('fitting');
    click(find(node, 'button', 'Stop'));
    expect(calls.map(({ id }) => id)).toEqual([CommandIDs.stopRun]);
  });

  it('can be ended by force while its steps are waited for', async () => {
    const { model } = await withRun({ state: 'cancelling' });
    const { node, calls } = show(model);
    expect(node.textContent).toContain('Waiting for the steps to end');
    const button = find(node, 'button', 'Stop by force');
    click(button, 2);
    expect(calls).toEqual([]);
    click(button);
    expect(calls.map(({ id }) => id)).toEqual([CommandIDs.stopRun]);
  });

  it('that failed shows step, cell and line, and leads there', async () => {
    const failed = runOf(STEPS, { state: 'failed' });
    const { model } = await withRun({
      state: 'failed',
      steps: failed.steps.map(step =>
        step.name === 'svm'
          ? {
              ...step,
              state: 'failed' as const,
              error: {
                name: 'ValueError',
                message: 'too small',
                cell: 'c1',
                index: 1,
                line: 3,
                hint: null,
                kind: 'cell',
                column: null,
                ansi: '',
                traceback: []
              }
            }
          : { ...step, state: 'succeeded' as const }
      )
    });
    const { node, calls } = show(model);
    const banner = find(node, '.jp-KaletteBanner');
    expect(banner.textContent).toContain('svm');
    expect(banner.textContent).toContain('ValueError');
    expect(banner.textContent).toContain('ell 2, line 3');
    click(find(banner, 'button', 'Go to cell'));
    expect(calls[0]).toEqual({
      id: CommandIDs.goToCell,
      args: { path: 'digits.ipynb', cell: 'c1', line: 3, column: 1 }
    });
  });

  it('that found a change offers to run again, once that is noted', async () => {
    const failed = runOf(STEPS, { state: 'failed' });
    const hint = 'Run it again then.';
    const { model } = await withRun({
      state: 'failed',
      steps: failed.steps.map(step =>
        step.name === 'svm'
          ? {
              ...step,
              state: 'failed' as const,
              error: {
                name: 'InputChanged',
                message: '',
                cell: 'c1',
                index: 1,
                line: null,
                hint,
                code: 'DF406',
                changes: [{ cell: 'c1', hash: 'a'.repeat(64), names: ['x'] }],
                kind: 'changed-input',
                column: null,
                ansi: '',
                traceback: []
              }
            }
          : step
      )
    });
    const { node, calls } = show(model);
    expect(node.textContent).toContain(hint);
    await during(async () => {
      noteChanges(
        model.context.model.sharedModel,
        model.runs.state.progress?.run.steps ?? []
      );
      await model.analyseNow();
    });
    expect(node.textContent).toContain('The notebook has noted the change.');
    click(find(node, '.jp-KaletteBanner button', 'Run again'));
    expect(calls.at(-1)).toEqual({
      id: CommandIDs.run,
      args: { path: 'digits.ipynb' }
    });
  });

  it('that was interrupted can be continued', async () => {
    const { model } = await withRun({ state: 'interrupted' });
    const { node, calls } = show(model);
    click(find(node, 'button', 'Continue run 1'));
    expect(calls[0].id).toBe(CommandIDs.resume);
  });

  it('is not run twice at once', async () => {
    const { model } = await withRun({ state: 'running' });
    const { node } = show(model);
    expect(node.textContent).not.toContain('Run 2 steps');
  });
});

describe('without an engine', () => {
  it('says what to install, and offers the export instead of Run', async () => {
    const engine = new FakeEngine();
    engine.problem = problemOf({ status: 404, code: 'unreachable' });
    const { model } = await openPipeline(CELLS, {}, engine);
    const { node, calls } = show(model);
    expect(node.textContent).toContain('Running is off.');
    expect(node.textContent).toContain('pip install kalette');
    expect(node.textContent).not.toContain('Run 2 steps');
    click(find(node, 'button', 'Export'));
    click(find(node, 'button', 'Check again'));
    expect(calls.map(({ id }) => id)).toEqual([
      CommandIDs.exportKfp,
      CommandIDs.checkEngine
    ]);
  });

  it('repeats what the server says of an engine that does not start', async () => {
    const engine = new FakeEngine();
    engine.problem = problemOf({
      status: 503,
      code: 'unreachable',
      detail: 'Node is too old.',
      hint: 'Install Node 24.'
    });
    const { model } = await openPipeline(CELLS, {}, engine);
    const { node } = show(model);
    expect(node.textContent).toContain('Node is too old.');
    expect(node.textContent).toContain('Install Node 24.');
    expect(node.textContent).not.toContain('pip install');
  });

  it('shows a refusal until it is dismissed', async () => {
    const { model, engine } = await openPipeline(CELLS);
    const { node } = show(model);
    engine.problem = problemOf({ status: 409, detail: 'A run is active.' });
    await during(() => model.runs.start({}));
    expect(node.textContent).toContain('A run is active.');
    click(find(node, 'button', 'Dismiss'));
    expect(node.textContent).not.toContain('A run is active.');
  });
});
