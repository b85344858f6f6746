import { notebookOf } from '../../core/view/testing/samples';
import { documentOf } from '../testing/documents';
import { NotebookContent } from './notebook-content';

const cellsOf = (content: NotebookContent) =>
  (content.read() as { cells: readonly object[] }).cells;

function open() {
  const { model } = documentOf(
    notebookOf([
      [['step:a'], 'x = 1'],
      [[], 'y = 2']
    ])
  );
  const content = new NotebookContent(model);
  const changes: string[] = [];
  content.changed.connect((_, change) => changes.push(change));
  return { shared: model.sharedModel, content, changes };
}

describe('NotebookContent', () => {
  it('reads again only cells that changed', () => {
    const { shared, content } = open();
    const before = cellsOf(content);
    shared.cells[0].setSource('x = 3');
    const after = cellsOf(content);
    expect(after[0]).toMatchObject({ id: 'c0', source: 'x = 3' });
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('leaves outputs out, and does not look at them', () => {
    const { shared, content, changes } = open();
    const cell = shared.cells[1];
    if (cell.cell_type !== 'code' || !('setOutputs' in cell)) {
      throw new Error('not a code cell');
    }
    cell.setOutputs([{ output_type: 'stream', name: 'stdout', text: 'long' }]);
    expect(changes).toEqual([]);
    expect(cellsOf(content)[1]).toMatchObject({ outputs: [] });
  });

  it('tells a change of text from one of tags and cells', () => {
    const { shared, changes } = open();
    shared.cells[0].setSource('x = 4');
    shared.cells[0].setMetadata('tags', []);
    shared.addCell({ cell_type: 'code', source: '' });
    expect(changes).toEqual(['source', 'structure', 'structure']);
  });

  it('watches cells that were added, and none after it was disposed', () => {
    const { shared, content, changes } = open();
    shared.addCell({ cell_type: 'code', source: '' });
    shared.cells[2].setSource('z = 1');
    expect(changes).toEqual(['structure', 'source']);
    content.dispose();
    shared.cells[0].setSource('quiet');
    expect(changes).toHaveLength(2);
  });
});
