import * as ofCells from '../messages/cells';
import * as messages from '../messages/notebook';
import { readNotebook } from './read-notebook';
import { FILE, notebook, read, codes } from './testing/notebooks';

describe('diagnostics of tags', () => {
  const at = (index: number) => ({ cell: `c${index}`, index });

  it('DF101: prev on a cell without a step name', () => {
    expect(read([[['step:a']], [['prev:load']]]).diagnostics).toEqual([
      ofCells.prevWithoutStep(at(1), 'prev:load', 'a')
    ]);
  });

  it('DF102: code above the first tagged cell, but not blank or skipped cells', () => {
    const { value, diagnostics } = read([
      [['skip'], 'z'],
      [[], '# a note\n\n'],
      [[], 'scratch = 1'],
      [['step:start']]
    ]);
    expect(value.cells[2]).toMatchObject({ role: null, step: null });
    expect(diagnostics).toEqual([ofCells.aboveFirstStep(at(2), 'start_2')]);
  });

  it('DF103: two step names on a cell', () => {
    const { value, diagnostics } = read([
      [['step:a', 'x', 'step:b']],
      [['block:c;d']]
    ]);
    expect(value.cells.map(({ step }) => step)).toEqual(['a', 'c']);
    expect(codes(diagnostics)).toEqual(['DF103', 'DF103']);
    expect(diagnostics[0]?.fixes?.[1]?.edits).toEqual([
      {
        kind: 'tags',
        cell: 'c0',
        remove: ['step:a', 'step:b'],
        add: ['step:b']
      }
    ]);
  });

  it('DF112: cells last run out of order, once', () => {
    const content = notebook([[['step:a']], [[]], [[]]]);
    const cells = content['cells'] as Record<string, unknown>[];
    cells[0]!['execution_count'] = 5;
    cells[1]!['execution_count'] = 3;
    cells[2]!['execution_count'] = 1;
    expect(readNotebook(content, FILE).diagnostics).toEqual([
      ofCells.outOfOrder(at(1))
    ]);
  });

  it('reports names that break the rules, with the nearest legal one', () => {
    const [found] = read([[['step:Load Data']], [['step:ok']]]).diagnostics;
    expect(found?.code).toBe('NB9');
    expect(found?.fixes?.[0]?.edits[0]).toMatchObject({
      add: ['step:load_data']
    });
  });

  it('reports a step without a name, also above the first step', () => {
    const { diagnostics } = read([[['block:'], '# only a note'], [['step:a']]]);
    expect(diagnostics).toEqual([messages.namelessStep(at(0), 'block:', null)]);
  });

  it('tells of foreign tags that look like ours, and leaves them alone', () => {
    const { value, diagnostics } = read([
      [['step:a']],
      [['step']],
      [['Step:Load Data']],
      [['PREV:']],
      [['Imports']],
      [['Parameters', 'steps', 'stepwise:x', 'toString', 'Label:x']]
    ]);
    expect(value.cells.map(({ step }) => step)).toEqual(Array(6).fill('a'));
    expect(value.cells[1]?.cell.tags).toEqual(['step']);
    const nobody = { replacement: null, isOurs: false };
    expect(diagnostics).toEqual([
      messages.almostTag(at(1), 'step', 'step:NAME', nobody),
      messages.almostTag(at(2), 'Step:Load Data', 'step:NAME', {
        replacement: 'step:load_data',
        isOurs: true
      }),
      messages.almostTag(at(3), 'PREV:', 'prev:NAME', {
        ...nobody,
        isOurs: true
      }),
      messages.almostTag(at(4), 'Imports', 'imports', {
        replacement: 'imports',
        isOurs: false
      })
    ]);
    expect(diagnostics.map(({ severity }) => severity)).toEqual([
      'info',
      'warning',
      'warning',
      'info'
    ]);
  });

  it('tells of words that are misspelt, and leaves those of others alone', () => {
    const { diagnostics } = read([
      [['step:a']],
      [['import']],
      [['pipline-parameters']],
      [['stpe:load']],
      [['steps:Two']],
      [['parameters-x', 'hide-input', 'slide:none', 'export']]
    ]);
    expect(diagnostics).toEqual([
      messages.almostTag(at(1), 'import', 'imports', {
        replacement: 'imports',
        isOurs: false
      }),
      messages.almostTag(at(2), 'pipline-parameters', 'pipeline-parameters', {
        replacement: 'pipeline-parameters',
        isOurs: false
      }),
      messages.almostTag(at(3), 'stpe:load', 'step:NAME', {
        replacement: 'step:load',
        isOurs: true
      })
    ]);
  });

  it('reports settings without effect or sense', () => {
    const { diagnostics } = read([
      [['imports', 'prev:a']],
      [['step:a', 'limit:memory:lots']]
    ]);
    expect(diagnostics).toEqual([
      messages.tagWithoutEffect(at(0), 'prev:a', 'imports'),
      messages.badSettingTag(at(1), 'limit:memory:lots')
    ]);
  });

  it('says which cells are damaged, those without an id by their place', () => {
    const { cells, ...rest } = notebook([[['step:a']]]);
    const damaged = [
      { cell_type: 'code', metadata: { tags: 'step:b' }, source: 'y = 1' },
      { id: 'odd', cell_type: 'chart' },
      null
    ];
    const { diagnostics } = readNotebook(
      { ...rest, cells: [...(cells as object[]), ...damaged] },
      FILE
    );
    const where = (cell: string, index: number) => ({ cell, index });
    expect(diagnostics).toEqual([
      messages.malformedCell(where('cell-1', 1), 'its tags are not a list'),
      messages.malformedCell(where('odd', 2), 'its type is unknown'),
      messages.malformedCell(where('cell-3', 3), 'it is not an object')
    ]);
  });

  it('refuses notebooks inside cells, but not when skipped', () => {
    const { value, diagnostics } = read([
      [['step:a']],
      [['notebook:other']],
      [['notebook:other', 'skip']]
    ]);
    expect(value.cells.map(({ role }) => role)).toEqual([
      'step',
      'skip',
      'skip'
    ]);
    expect(diagnostics).toEqual([
      messages.notebookCell(at(1), 'notebook:other')
    ]);
  });
});
