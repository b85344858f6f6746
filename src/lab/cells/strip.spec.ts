import { Widget } from '@lumino/widgets';

import { createAnalyser } from '../../core/analyse';
import { runOf, type CellInput } from '../../core/view/testing/samples';
import type { CellView } from '../../core/view';
import { analyserOf, openPipeline } from '../testing/documents';
import { FakeEngine } from '../testing/fake-engine';
import { trans } from '../testing/render';
import { CellStrip } from './strip';

const CELLS: readonly CellInput[] = [
  [['step:load'], 'x = 1'],
  [['step:svm', 'prev:load'], 'y = x'],
  [['pipeline-parameters'], 'C = 1']
];

async function viewsOf(engine = new FakeEngine()) {
  const { model } = await openPipeline(CELLS, {}, engine);
  const view = (cell: string): CellView => {
    const found = model.state.cells.get(cell);
    if (!found) {
      throw new Error(`no view of ${cell}`);
    }
    return found;
  };
  return view;
}

function show(view: CellView, now = 0) {
  const edited: HTMLElement[] = [];
  const hovered: (string | null)[] = [];
  const strip = new CellStrip({
    trans,
    onEdit: anchor => edited.push(anchor),
    onHover: step => hovered.push(step)
  });
  Widget.attach(strip, document.body);
  strip.showView(view, now);
  const button = strip.node.querySelector('button') as HTMLButtonElement;
  return { strip, button, edited, hovered };
}

describe('CellStrip', () => {
  it('says name, parents and state, and leaves the tab order alone', async () => {
    const view = await viewsOf();
    const { button, strip } = show(view('c1'));
    expect(button.textContent).toBe('svm');
    expect(button.tabIndex).toBe(-1);
    expect(button.getAttribute('aria-label')).toBe(
      'Step svm, after load, not run yet. Edit tag'
    );
    expect(strip.node.querySelector('.jp-KaletteParent')?.textContent).toBe(
      'load'
    );
  });

  it('shows what flows as names around an arrow', async () => {
    const view = await viewsOf();
    const { strip } = show(view('c1'));
    const flow = strip.node.querySelector('.jp-KaletteFlow');
    expect(flow?.textContent).toBe('x_load → x_svm');
    const names = [
      ...strip.node.querySelectorAll<HTMLElement>('.jp-KaletteVar')
    ];
    expect(
      names.map(({ textContent, dataset, tabIndex }) => [
        textContent,
        dataset.side,
        tabIndex
      ])
    ).toEqual([
      ['x_load', 'in', -1],
      ['x_svm', 'out', -1]
    ]);
  });

  it('names files and process state, and what only the metrics show', async () => {
    const { model } = await openPipeline(
      [
        [['imports'], 'import numpy as np'],
        [
          ['step:load'],
          'np.random.seed(1)\nopen("data/a.txt", "w").write("x")'
        ],
        [
          ['step:fit'],
          'score = np.random.rand()\nprint(open("data/a.txt").read(), open("b.txt").read())'
        ],
        [['pipeline-metrics'], 'print(score)']
      ],
      { openAnalyser: () => analyserOf(createAnalyser().analyse) }
    );
    const flowOf = (cell: string) => {
      const view = model.state.cells.get(cell);
      return view && show(view).strip.node.querySelector('.jp-KaletteFlow');
    };
    expect(flowOf('c1')?.textContent).toBe(
      '→ data/a.txt, numpy random numbers'
    );
    const fit = flowOf('c2');
    expect(fit?.textContent).toBe(
      'data/a.txt, b.txt, numpy random numbers → score'
    );
    expect(
      [...(fit?.querySelectorAll<HTMLElement>('[title]') ?? [])].map(
        ({ title }) => title
      )
    ).toEqual([
      'reads data/a.txt, written by load',
      'reads b.txt',
      'takes over the random numbers of numpy from load'
    ]);
  });

  it('shows a role by its icon and word, without a state', async () => {
    const view = await viewsOf();
    const { button, strip } = show(view('c2'));
    expect(button.getAttribute('aria-label')).toBe('Parameters. Edit tag');
    expect(strip.node.querySelector('.jp-KaletteState')).toBeNull();
  });

  it('counts the seconds of a running step', async () => {
    const engine = new FakeEngine();
    const run = runOf({ load: [], svm: ['load'] });
    const startedAt = '2025-01-02T10:00:00.000Z';
    engine.runs = [
      {
        ...run,
        steps: run.steps.map(step =>
          step.name === 'load'
            ? { ...step, state: 'running' as const, startedAt }
            : step
        )
      }
    ];
    const view = (await viewsOf(engine))('c0');
    const { strip } = show(view, Date.parse(startedAt) + 5000);
    const time = strip.node.querySelector('.jp-KaletteStrip-time');
    expect(time?.textContent).toBe('0:05');
    strip.showView(view, Date.parse(startedAt) + 65_000);
    expect(time?.textContent).toBe('1:05');
  });

  it('opens the editor at the name, and tells where the pointer is', async () => {
    const view = await viewsOf();
    const { strip, button, edited, hovered } = show(view('c1'));
    button.click();
    expect(edited).toEqual([button]);
    strip.node.dispatchEvent(new MouseEvent('pointerenter'));
    strip.node.dispatchEvent(new MouseEvent('pointerleave'));
    expect(hovered).toEqual(['svm', null]);
    strip.dispose();
    button.click();
    expect(edited).toHaveLength(1);
  });

  it('does not write again what it shows already', async () => {
    const view = (await viewsOf())('c1');
    const { strip, button } = show(view);
    const name = button.lastChild;
    strip.showView(view, 1000);
    expect(button.lastChild).toBe(name);
  });
});
