import {
  analyseTags,
  notebookOf,
  runOf
} from '../../core/view/testing/samples';
import {
  analyserOf,
  documentOf,
  openPipeline,
  settled
} from '../testing/documents';
import { FakeEngine } from '../testing/fake-engine';
import { NotebookPipelineModel } from './pipeline-model';

const CELLS = [
  [['step:load'], 'x = 1'],
  [['step:svm', 'prev:load'], 'y = x']
] as const;

const names = (model: NotebookPipelineModel) =>
  model.state.view?.steps.map(({ name }) => name);

describe('NotebookPipelineModel', () => {
  it('reads steps, and never makes the notebook dirty', async () => {
    const { model, context } = await openPipeline(CELLS);
    const before = JSON.stringify(context.model.toJSON());
    expect(names(model)).toEqual(['load', 'svm']);
    expect(model.state.cells.get('c1')?.parents).toEqual([
      { name: 'load', hue: 1 }
    ]);
    expect(context.model.dirty).toBe(false);
    expect(JSON.stringify(context.model.toJSON())).toBe(before);
    expect(context.model.sharedModel.canUndo()).toBe(false);
  });

  it('knows names and colours before the code is read', async () => {
    const context = documentOf(notebookOf(CELLS));
    const model = new NotebookPipelineModel({
      context,
      engine: new FakeEngine(),
      localPath: () => context.path,
      openAnalyser: () => ({
        ...analyserOf(analyseTags),
        analyse: () => new Promise(() => undefined)
      })
    });
    await context.ready;
    expect(model.state.view?.steps.map(({ hue }) => hue)).toEqual([1, 2]);
    expect(model.state.cells.get('c0')?.step?.name).toBe('load');
    model.dispose();
  });

  it('wakes the engine only for notebooks with steps', async () => {
    const { engine } = await openPipeline([[[], 'x = 1']]);
    expect(engine.asked).toEqual([]);
    const tagged = await openPipeline(CELLS);
    expect(tagged.engine.asked).toEqual(['list']);
  });

  it('asks for the code of the analysis only when a cell is tagged', async () => {
    let loads = 0;
    const { model, context } = await openPipeline([[[], 'x = 1']], {
      openAnalyser: () => {
        loads++;
        return analyserOf(analyseTags);
      }
    });
    expect(loads).toBe(0);
    context.model.sharedModel.cells[0].setMetadata('tags', ['step:load']);
    await settled(40);
    expect(loads).toBe(1);
    expect(names(model)).toEqual(['load']);
  });

  it('analyses once after typing has rested', async () => {
    const { model, context } = await openPipeline(CELLS);
    let changes = 0;
    model.stateChanged.connect((_, change) => {
      changes += Number(change === 'analysis');
    });
    for (const text of ['a', 'b', 'c']) {
      context.model.sharedModel.cells[0].setSource(text);
    }
    await settled(40);
    expect(changes).toBe(1);
  });

  it('keeps the colour of a step while its name lives', async () => {
    const { model, context } = await openPipeline(CELLS);
    const hue = model.state.view?.steps[1].hue;
    context.model.sharedModel.deleteCell(0);
    await settled(40);
    expect(names(model)).toEqual(['svm']);
    expect(model.state.view?.steps[0].hue).toBe(hue);
  });

  it('shows a run that goes on, second by second', async () => {
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout'] });
    try {
      const engine = new FakeEngine();
      engine.runs = [runOf({ load: [], svm: ['load'] })];
      const { model } = await openPipeline(CELLS, {}, engine);
      expect(model.state.view?.run?.isActive).toBe(true);
      const changes: string[] = [];
      model.stateChanged.connect((_, change) => changes.push(change));
      jest.advanceTimersByTime(2000);
      expect(changes).toEqual(['second', 'second']);
      model.dispose();
      jest.advanceTimersByTime(2000);
      expect(changes).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('marks steps once for all that show them', async () => {
    const { model } = await openPipeline(CELLS);
    const changes: string[] = [];
    model.stateChanged.connect((_, change) => changes.push(change));
    model.hover('svm');
    model.hover('svm');
    model.select('load');
    expect(changes).toEqual(['marks', 'marks']);
    expect(model.state).toMatchObject({ hovered: 'svm', selected: 'load' });
  });

  it('gives equal cells the same view, so that they are not drawn again', async () => {
    const { model, context } = await openPipeline(CELLS);
    const before = model.state.cells.get('c0');
    context.model.sharedModel.cells[1].setSource('z = 1');
    await settled(40);
    expect(model.state.cells.get('c0')).toBe(before);
  });

  it('is quiet after it was disposed', async () => {
    const { model, context } = await openPipeline(CELLS);
    let changes = 0;
    model.stateChanged.connect(() => changes++);
    model.dispose();
    model.dispose();
    context.model.sharedModel.cells[0].setSource('changed');
    await settled(40);
    expect(changes).toBe(0);
  });
});
