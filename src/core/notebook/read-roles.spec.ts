import * as messages from '../messages/notebook';
import { readNotebook } from './read-notebook';
import { FILE, notebook, read } from './testing/notebooks';

describe('roles and steps', () => {
  it('lets untagged cells continue the tagged one above, past skipped ones', () => {
    const { value, diagnostics } = read([
      [['imports']],
      [[]],
      [['step:load']],
      [['skip']],
      [['hide-input']],
      [['step:']]
    ]);
    expect(value.cells.map(({ role, step, own }) => [role, step, own])).toEqual(
      [
        ['imports', null, true],
        ['imports', null, false],
        ['step', 'load', true],
        ['skip', null, true],
        ['step', 'load', false],
        ['step', 'load', false]
      ]
    );
    expect(value.steps.map(({ name, cells }) => [name, cells])).toEqual([
      ['load', ['c2', 'c4', 'c5']]
    ]);
    expect(diagnostics).toEqual([
      messages.namelessStep({ cell: 'c5', index: 5 }, 'step:', 'load')
    ]);
  });

  it('gathers the cells and dependencies of a step wherever they stand', () => {
    const { value } = read([
      [['step:a']],
      [['step:b', 'prev:a']],
      [['step:c']],
      [['step:b', 'prev:c']]
    ]);
    expect(value.steps.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(value.steps[1]?.cells).toEqual(['c1', 'c3']);
    expect(value.steps[1]?.prev).toEqual([
      { step: 'a', cell: 'c1', tag: 'prev:a' },
      { step: 'c', cell: 'c3', tag: 'prev:c' }
    ]);
  });

  it('reads the tags of Kale 0.3', () => {
    const { value, diagnostics } = read([
      [['block:sum']],
      [['block:cumsum']],
      [['block:out', 'prev:sum:cumsum']],
      [['block:end', 'prev:sum;out']]
    ]);
    expect(value.steps.map(({ name }) => name)).toEqual([
      'sum',
      'cumsum',
      'out',
      'end'
    ]);
    expect(value.steps[2]?.prev.map(({ step }) => step)).toEqual([
      'sum',
      'cumsum'
    ]);
    expect(value.steps[3]?.prev.map(({ step }) => step)).toEqual([
      'sum',
      'out'
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('lets the first role decide, a role over a step, and skip over all', () => {
    const { value, diagnostics } = read([
      [['functions', 'step:a']],
      [['step:b', 'skip']],
      [['step:c', 'imports']],
      [['imports', 'functions', 'imports']],
      [['parameters', 'pipeline-parameters']]
    ]);
    expect(value.cells.map(({ role }) => role)).toEqual([
      'functions',
      'skip',
      'imports',
      'imports',
      'parameters'
    ]);
    const at = (index: number) => ({ cell: `c${index}`, index });
    expect(diagnostics.filter(({ code }) => code !== 'NB7')).toEqual([
      messages.severalRoles(at(0), 'functions', ['step:a']),
      messages.severalRoles(at(2), 'imports', ['step:c']),
      messages.severalRoles(at(3), 'imports', ['functions'])
    ]);
    expect(diagnostics[1]?.fixes?.map(({ title }) => title)).toEqual([
      'Keep functions',
      'Keep step:a'
    ]);
  });

  it('reads Windows line ends, lists of lines, and cells of other types', () => {
    const content = notebook([[['step:a'], 'x = 1\r\ny = 2']]);
    const cells = content['cells'] as Record<string, unknown>[];
    cells.unshift({ cell_type: 'markdown', source: ['# a\n', 'b'] });
    cells.push({ cell_type: 'code', metadata: {}, source: ['z\n', '= 3'] });
    const { value } = readNotebook(content, FILE);
    expect(value.cells.map(({ cell }) => [cell.index, cell.source])).toEqual([
      [1, 'x = 1\ny = 2'],
      [2, 'z\n= 3']
    ]);
  });

  it('makes missing and repeated ids unique', () => {
    const content = notebook([[['step:a']], [[]], [[]]]);
    const cells = content['cells'] as Record<string, unknown>[];
    cells[1]!['id'] = 'c0';
    delete cells[2]!['id'];
    const { value } = readNotebook(content, FILE);
    const ids = value.cells.map(({ cell }) => cell.id);
    expect(ids[0]).toBe('c0');
    expect(new Set(ids).size).toBe(3);
    expect(value.steps[0]?.cells).toEqual(ids);
  });

  it('says which language and kernel the notebook is for', () => {
    const { value } = read([[['step:a']]], {
      kernelspec: { name: 'ir', language: 'R' }
    });
    expect([value.language, value.kernel]).toEqual(['r', 'ir']);
    expect(read([[['step:a']]]).value.language).toBeNull();
  });
});
