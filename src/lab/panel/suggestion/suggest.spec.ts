import { createAnalyser } from '../../../core/analyse';
import { analyserOf, openPipeline } from '../../testing/documents';
import { suggest } from './suggest';

const markdown = (id: string, source: string) => ({
  id,
  cell_type: 'markdown',
  metadata: {},
  source
});

const code = (id: string, source: string, metadata: object = {}) => ({
  id,
  cell_type: 'code',
  metadata,
  source,
  outputs: [],
  execution_count: null
});

const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    markdown('t', '# Report'),
    markdown('h1', '## Load'),
    code('a', 'data = [n * n for n in range(9)]\ndata.append(1)'),
    markdown('h2', '## Summarise'),
    code('b', 'total = sum(data)\ntext = f"sum: {total}"', {
      tags: ['mine'],
      theirs: 1
    }),
    markdown('h3', '## Write'),
    code('c', 'with open("report.txt", "w") as file:\n    file.write(text)')
  ]
};

const open = (content: object = NOTEBOOK) =>
  openPipeline(content, {
    openAnalyser: () => analyserOf(createAnalyser().analyse)
  });

describe('suggest', () => {
  it('makes steps of headings and code, without touching the notebook', async () => {
    const { model, context } = await open();
    const before = JSON.stringify(context.model.toJSON());
    const suggestion = await suggest(model);
    expect(suggestion.view.steps.map(({ name }) => name)).toEqual([
      'load',
      'summarise',
      'write'
    ]);
    expect(suggestion.view.steps[2].parents).toEqual(['summarise']);
    expect(suggestion.places.get('summarise')).toEqual([4]);
    expect(JSON.stringify(context.model.toJSON())).toBe(before);
    expect(context.model.dirty).toBe(false);
  });

  it('is taken over as one undoable change, beside foreign tags', async () => {
    const { model, context } = await open();
    const shared = context.model.sharedModel;
    const before = shared.toJSON();
    (await suggest(model)).accept();
    const tags = shared.cells.map(cell => cell.getMetadata('tags'));
    expect(tags[2]).toEqual(['step:load']);
    expect(tags[4]).toEqual(expect.arrayContaining(['mine', 'step:summarise']));
    await model.analyseNow();
    expect(model.state.view?.steps.map(({ name }) => name)).toEqual([
      'load',
      'summarise',
      'write'
    ]);
    shared.undo();
    expect(shared.toJSON()).toEqual(before);
    expect(shared.canUndo()).toBe(false);
  });

  it('suggests nothing where there is no code', async () => {
    const { model } = await open({
      ...NOTEBOOK,
      cells: [markdown('t', '# Only words')]
    });
    expect((await suggest(model)).view.steps).toEqual([]);
  });
});
