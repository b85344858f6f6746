import * as ofCells from '../messages/cells';
import * as messages from '../messages/notebook';
import { readNotebook } from './read-notebook';
import { FILE, notebook, read, codes } from './testing/notebooks';

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
