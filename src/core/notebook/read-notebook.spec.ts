import * as fc from 'fast-check';

import type { Diagnostic } from '../diagnostic';
import * as ofCells from '../messages/cells';
import * as messages from '../messages/notebook';
import { readNotebook } from './read-notebook';

const FILE = { name: 'digits.ipynb' };

type CellInput = readonly [tags: readonly string[], source?: string];

function notebook(
  cells: readonly CellInput[],
  metadata: object = {}
): Record<string, unknown> {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map(([tags, source = 'x = 1'], index) => ({
      id: `c${index}`,
      cell_type: 'code',
      metadata: { tags },
      source,
      outputs: [],
      execution_count: null
    }))
  };
}

function read(cells: readonly CellInput[], metadata: object = {}) {
  return readNotebook(notebook(cells, metadata), FILE);
}

const codes = (found: readonly Diagnostic[]): string[] =>
  found.map(({ code }) => code);

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

describe('settings', () => {
  it('unites the settings of all cells of a step; the first wins', () => {
    const { value, diagnostics } = read([
      [['step:a', 'limit:cpu:2', 'image:x:1', 'label:k:v']],
      [['limit:memory:4Gi', 'limit:nvidia.com/gpu:1', 'cache:disabled']],
      [['step:a', 'limit:cpu:3', 'annotation:u:http://h:1']]
    ]);
    expect(value.steps[0]?.settings).toEqual({
      image: 'x:1',
      cache: false,
      resources: {
        cpu: '2',
        memory: '4Gi',
        gpu: { type: 'nvidia.com/gpu', count: 1 }
      },
      labels: { k: 'v' },
      annotations: { u: 'http://h:1' }
    });
    expect(diagnostics).toEqual([
      messages.settingsDiffer({ cell: 'c2', index: 2 }, 'a', 'cpu')
    ]);
  });

  it('reads our cell metadata, and reports values of the wrong kind', () => {
    const content = notebook([[['step:a']], [['step:b']]]);
    const cells = content['cells'] as Record<string, object>[];
    cells[0]!['metadata'] = {
      tags: ['step:a'],
      kalette: {
        version: 1,
        retry: { times: 2, seconds: 30 },
        timeoutSeconds: 60,
        environment: { A: 'b' },
        later: true
      }
    };
    cells[1]!['metadata'] = {
      tags: ['step:b'],
      kalette: { version: 2, retry: 'often', timeoutSeconds: -1 }
    };
    const { value, diagnostics } = readNotebook(content, FILE);
    expect(value.steps.map(({ settings }) => settings)).toEqual([
      {
        retry: { times: 2, seconds: 30 },
        timeoutSeconds: 60,
        environment: { A: 'b' }
      },
      {}
    ]);
    expect(codes(diagnostics)).toEqual(['DF111', 'NB14', 'NB13', 'NB13']);
  });

  it('reports malformed metadata of any cell', () => {
    const content = notebook([
      [['imports']],
      [['step:a']],
      [['step:b']],
      [['step:c']],
      [['step:d']]
    ]);
    const cells = content['cells'] as Record<string, object>[];
    const put = (index: number, kalette: unknown): void => {
      Object.assign(cells[index]!['metadata']!, { kalette });
    };
    put(0, 5);
    put(1, []);
    put(2, { role: 7 });
    put(3, { version: 'one' });
    Object.assign(cells[4]!, { metadata: ['step:d'] });
    const { value, diagnostics } = readNotebook(content, FILE);
    expect(value.steps.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const at = (index: number) => ({ cell: `c${index}`, index });
    expect(diagnostics).toEqual([
      messages.malformedCell(at(4), 'its metadata are not an object'),
      messages.malformedMetadata(at(1), 'kalette', 'an object'),
      ofCells.unknownKey('kalette', 'role', at(2)),
      messages.malformedMetadata(at(3), 'kalette.version', 'a number'),
      messages.malformedMetadata(at(0), 'kalette', 'an object')
    ]);
  });

  it('reads Kale’s metadata and keeps what it does not know', () => {
    const { value, diagnostics } = read([[['step:a']]], {
      kubeflow_notebook: {
        pipeline_name: 'titanic-ml',
        pipeline_description: 'Predict',
        experiment: { id: 'new', name: 'x' },
        docker_image: 'img:1',
        steps_defaults: ['label:a:b', 'limit:memory:1Gi'],
        foo: 1
      }
    });
    expect(value.settings).toEqual({
      name: 'titanic-ml',
      description: 'Predict',
      image: 'img:1',
      defaults: { labels: { a: 'b' }, resources: { memory: '1Gi' } }
    });
    expect(diagnostics).toEqual([
      ofCells.unknownKey('kubeflow_notebook', 'foo')
    ]);
  });

  it('prefers our metadata, and makes a name of any file name', () => {
    const { value } = read([[['step:a']]], {
      kubeflow_notebook: { pipeline_name: 'kale' },
      kalette: { version: 1, name: 'ours', cache: false }
    });
    expect(value.settings).toEqual({
      name: 'ours',
      cache: false,
      defaults: {}
    });
    const unnamed = (name: string) =>
      readNotebook(notebook([[['step:a']]]), { name }).value.settings.name;
    expect(unnamed('My Études (2).ipynb')).toBe('my-etudes-2');
    expect(unnamed('🚀.ipynb')).toBe('pipeline');
  });
});

describe('nonsense', () => {
  it.each([
    ['', messages.emptyFile(FILE.name)],
    [undefined, messages.emptyFile(FILE.name)],
    [[], messages.notANotebook(FILE.name)],
    [null, messages.notANotebook(FILE.name)],
    ['{"a": 1}', messages.notANotebook(FILE.name)],
    [
      { nbformat: 3, worksheets: [{ cells: [] }] },
      messages.otherFormat(FILE.name, 3)
    ],
    [{ nbformat: 4, metadata: {}, cells: [] }, messages.noCells(FILE.name)]
  ])('says what is wrong with %j', (content, expected) => {
    const { value, diagnostics } = readNotebook(content, FILE);
    expect(diagnostics).toEqual([expected]);
    expect(value.steps).toEqual([]);
    expect(value.settings.name).toBe('digits');
  });

  it('says why a text is not JSON', () => {
    const { diagnostics } = readNotebook('<<<<<<< HEAD', FILE);
    expect(codes(diagnostics)).toEqual(['NB2']);
  });

  it('tells a notebook without tags from one without steps', () => {
    expect(read([[[]]]).diagnostics).toEqual([messages.notTagged(FILE.name)]);
    expect(read([[['imports']]]).diagnostics).toEqual([
      messages.noSteps(FILE.name)
    ]);
  });

  it('never throws, whatever the JSON', () => {
    const entry = fc.record(
      {
        id: fc.jsonValue(),
        cell_type: fc.oneof(fc.constantFrom('code', 'raw'), fc.jsonValue()),
        source: fc.jsonValue(),
        execution_count: fc.jsonValue(),
        metadata: fc.oneof(
          fc.jsonValue(),
          fc.record(
            {
              tags: fc.jsonValue(),
              kalette: fc.oneof(
                fc.jsonValue(),
                fc.record({
                  retry: fc.jsonValue(),
                  resources: fc.jsonValue(),
                  secrets: fc.jsonValue()
                })
              )
            },
            { requiredKeys: [] }
          )
        )
      },
      { requiredKeys: [] }
    );
    const content = fc.oneof(
      fc.jsonValue(),
      fc.record({
        cells: fc.array(fc.oneof(entry, fc.jsonValue())),
        metadata: fc.oneof(
          fc.jsonValue(),
          fc.record({
            kalette: fc.jsonValue(),
            kubeflow_notebook: fc.oneof(
              fc.jsonValue(),
              fc.record({ steps_defaults: fc.jsonValue() })
            )
          })
        )
      })
    );
    fc.assert(
      fc.property(content, json => {
        const { value, diagnostics } = readNotebook(json, FILE);
        expect(Array.isArray(diagnostics)).toBe(true);
        expect(new Set(value.cells.map(({ cell }) => cell.id)).size).toBe(
          value.cells.length
        );
      })
    );
  });
});
