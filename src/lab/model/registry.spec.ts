import type { NotebookPanel } from '@jupyterlab/notebook';

import { analyseTags, notebookOf } from '../../core/view/testing/samples';
import { analyserOf, documentOf, settled } from '../testing/documents';
import { FakeEngine } from '../testing/fake-engine';
import { NotebookPipelineModel } from './pipeline-model';
import { PipelineRegistry } from './registry';

/** A registry, and panels as far as it looks at them. */
function setUp() {
  const registry = new PipelineRegistry(
    context =>
      new NotebookPipelineModel({
        context,
        engine: new FakeEngine(),
        localPath: () => context.path,
        openAnalyser: () => analyserOf(analyseTags)
      })
  );
  const panelOf = (context: ReturnType<typeof documentOf>): NotebookPanel =>
    ({ context }) as NotebookPanel;
  const first = documentOf(notebookOf([[['step:load']]]), 'first.ipynb');
  const second = documentOf(notebookOf([[['step:train']]]), 'second.ipynb');
  return { registry, panelOf, first, second };
}

describe('PipelineRegistry', () => {
  it('keeps the state of a notebook while another one is in use', async () => {
    const { registry, panelOf, first, second } = setUp();
    const panels = [panelOf(first), panelOf(second)];
    panels.forEach(panel => registry.add(panel));
    registry.setCurrent(panels[0]);
    await settled();
    const model = registry.current;
    model?.select('load');
    registry.setCurrent(panels[1]);
    expect(registry.current?.fileName).toBe('second.ipynb');
    expect(registry.current?.state.selected).toBeNull();
    registry.setCurrent(panels[0]);
    expect(registry.current).toBe(model);
    expect(registry.current?.state.selected).toBe('load');
  });

  it('has one model for all panels of a notebook, which goes with the last', () => {
    const { registry, panelOf, first } = setUp();
    const created: NotebookPipelineModel[] = [];
    registry.added.connect((_, model) => created.push(model));
    const handles = [panelOf(first), panelOf(first)].map(panel =>
      registry.add(panel)
    );
    expect(created).toHaveLength(1);
    handles[0].dispose();
    expect(created[0].isDisposed).toBe(false);
    handles[1].dispose();
    expect(created[0].isDisposed).toBe(true);
    expect(registry.get(first)).toBeNull();
  });

  it('says that none is in use once the panel in use was closed', () => {
    const { registry, panelOf, first } = setUp();
    const panel = panelOf(first);
    const handle = registry.add(panel);
    registry.setCurrent(panel);
    const changes: (NotebookPipelineModel | null)[] = [];
    registry.currentChanged.connect((_, model) => changes.push(model));
    handle.dispose();
    expect(changes).toEqual([null]);
  });

  it('finds an open notebook by its path', () => {
    const { registry, panelOf, first, second } = setUp();
    const panel = panelOf(second);
    registry.add(panelOf(first));
    registry.add(panel);
    expect(registry.find('second.ipynb')?.[1]).toBe(panel);
    expect(registry.find('third.ipynb')).toBeNull();
  });
});
