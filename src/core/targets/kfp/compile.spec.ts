import { parseAllDocuments } from 'yaml';

import {
  clashOfNames,
  fileNotInPod,
  notAQuantity,
  resourceIgnored
} from '../../messages/kfp';
import type { Pipeline, PipelineStep } from '../../pipeline/types';
import { aStep, TWO_STEPS } from '../../testing/pipelines';
import { compileKfp } from './compile';
import type { PipelineSpec, PlatformSpec } from './document';
import { lintKfp } from './lint/lint';

const withStep = (change: Partial<PipelineStep>): Pipeline => ({
  ...TWO_STEPS,
  steps: TWO_STEPS.steps.map((step, place) =>
    place === 0 ? { ...step, ...change } : step
  )
});

function read(pipeline: Pipeline): [PipelineSpec, PlatformSpec | undefined] {
  const documents = parseAllDocuments(compileKfp(pipeline).value ?? '');
  return documents.map(item => item.toJS()) as [PipelineSpec, PlatformSpec];
}

describe('compileKfp', () => {
  it('writes a document that the linter accepts', () => {
    expect(lintKfp(compileKfp(TWO_STEPS).value ?? '')).toEqual([]);
  });

  it('gives equal bytes for equal pipelines', () => {
    const copy = JSON.parse(JSON.stringify(TWO_STEPS)) as Pipeline;
    expect(compileKfp(copy).value).toBe(compileKfp(TWO_STEPS).value);
  });

  it('hands process state on under a name that KFP takes', () => {
    const [first, second] = TWO_STEPS.steps.map(step => ({
      ...step,
      state:
        step.name === 'make_data'
          ? { reads: [], writes: ['rng:random' as const] }
          : {
              reads: [{ key: 'rng:random' as const, from: 'make_data' }],
              writes: []
            }
    }));
    const pipeline = { ...TWO_STEPS, steps: [first!, second!] };
    const [{ components, root }] = read(pipeline);
    expect(
      components['comp-make-data']?.outputDefinitions?.artifacts
    ).toHaveProperty('state-rng-random');
    expect(root.dag.tasks['sum-up']?.inputs?.artifacts).toHaveProperty(
      'state-rng-random.taskOutputArtifact.outputArtifactKey',
      'state-rng-random'
    );
    expect(lintKfp(compileKfp(pipeline).value ?? '')).toEqual([]);
  });

  it('hands variables on as artifacts, and metrics to the pipeline', () => {
    const [{ components, root }] = read(TWO_STEPS);
    expect(
      components['comp-make-data']?.outputDefinitions?.artifacts
    ).toHaveProperty('data');
    expect(root.dag.tasks['sum-up']).toMatchObject({
      dependentTasks: ['make-data'],
      inputs: {
        parameters: { rate: { componentInputParameter: 'rate' } },
        artifacts: {
          data: {
            taskOutputArtifact: {
              producerTask: 'make-data',
              outputArtifactKey: 'data'
            }
          }
        }
      }
    });
    expect(root.dag.outputs?.artifacts).toHaveProperty('sum-up-metrics');
  });

  it('types parameters and keeps their defaults', () => {
    const types = ['int', 'float', 'str', 'bool', 'list', 'dict'] as const;
    const defaults = [3, 0.5, 'yes', true, [1, 2], { a: 1 }];
    const [{ root }] = read({
      ...TWO_STEPS,
      parameters: types.map((type, place) => ({
        name: `p_${type}`,
        type,
        default: defaults[place],
        cell: 'p'
      })),
      steps: TWO_STEPS.steps.map(step => ({ ...step, parameters: [] }))
    });
    const inputs = root.inputDefinitions?.parameters ?? {};
    expect(
      Object.values(inputs)
        .map(item => item.parameterType)
        .sort()
    ).toEqual(
      [
        'NUMBER_INTEGER',
        'NUMBER_DOUBLE',
        'STRING',
        'BOOLEAN',
        'LIST',
        'STRUCT'
      ].sort()
    );
    expect(inputs['p_str']?.defaultValue).toBe('yes');
    expect(inputs['p_dict']?.defaultValue).toEqual({ a: 1 });
  });

  it('writes all settings of a step, in two documents', () => {
    const pipeline = withStep({
      image: 'python:3.13-slim',
      resources: {
        cpu: '500m',
        memory: '2Gi',
        gpu: { type: 'nvidia.com/gpu', count: 2 }
      },
      retry: { times: 3, seconds: 10, factor: 2, maxSeconds: 60 },
      timeoutSeconds: 90,
      cache: false,
      environment: { MODE: 'on' },
      secrets: [
        { secret: 's3', key: 'id', variable: 'AWS_ID' },
        { secret: 's3', key: 'key', variable: 'AWS_KEY' }
      ],
      labels: { team: 'ml' },
      annotations: { note: 'x' }
    });
    const text = compileKfp(pipeline).value ?? '';
    expect(lintKfp(text)).toEqual([]);
    const [spec, platform] = read(pipeline);
    const container =
      spec.deploymentSpec.executors['exec-make-data']?.container;
    expect(container).toMatchObject({
      image: 'python:3.13-slim',
      env: [{ name: 'MODE', value: 'on' }],
      resources: {
        resourceCpuLimit: '500m',
        cpuLimit: 0.5,
        resourceMemoryLimit: '2Gi',
        accelerator: { resourceType: 'nvidia.com/gpu', resourceCount: '2' }
      }
    });
    expect(spec.root.dag.tasks['make-data']).toMatchObject({
      cachingOptions: {},
      retryPolicy: {
        maxRetryCount: 3,
        backoffDuration: '10s',
        backoffFactor: 2,
        backoffMaxDuration: '60s'
      }
    });
    const { executors } = platform?.platforms.kubernetes.deploymentSpec ?? {
      executors: {}
    };
    expect(executors).toEqual({
      'exec-make-data': {
        secretAsEnv: [
          {
            secretName: 's3',
            secretNameParameter: { runtimeValue: { constant: 's3' } },
            keyToEnv: [
              { secretKey: 'id', envVar: 'AWS_ID' },
              { secretKey: 'key', envVar: 'AWS_KEY' }
            ],
            optional: false
          }
        ],
        podMetadata: { labels: { team: 'ml' }, annotations: { note: 'x' } },
        activeDeadlineSeconds: '90'
      }
    });
  });

  it('refuses steps that KFP cannot tell apart', () => {
    const { value, diagnostics } = compileKfp({
      ...TWO_STEPS,
      steps: [aStep({ name: 'a_b' }), aStep({ name: 'a-b' })],
      metrics: []
    });
    expect(value).toBeNull();
    expect(diagnostics).toContainEqual(clashOfNames('a-b', 'a_b', null));
  });

  it('refuses a quantity that Kubernetes does not read', () => {
    const { value, diagnostics } = compileKfp(
      withStep({ resources: { memory: 'four' } })
    );
    expect(value).toBeNull();
    expect(diagnostics).toContainEqual(
      notAQuantity('make_data', 'four', { cell: 'a', index: 2 })
    );
  });

  it('says which limits KFP ignores', () => {
    const { diagnostics } = compileKfp(
      withStep({ resources: { other: { 'ephemeral-storage': '1Gi' } } })
    );
    expect(diagnostics).toContainEqual(
      resourceIgnored('make_data', 'ephemeral-storage', { cell: 'a', index: 2 })
    );
  });

  it('types an artifact the same where it is made and where it is read', () => {
    const [{ components }] = read(withStep({ kinds: { data: 'model' } }));
    const made = components['comp-make-data']?.outputDefinitions?.artifacts;
    const taken = components['comp-sum-up']?.inputDefinitions?.artifacts;
    expect(made?.['data']?.artifactType.schemaTitle).toBe('system.Model');
    expect(taken?.['data']?.artifactType.schemaTitle).toBe('system.Model');
  });

  it('says which files pods will not have', () => {
    const files = [
      { path: 'a.csv', from: null },
      { path: 'b.csv', from: 'sum up' },
      { path: '/data/c.csv', from: null }
    ];
    const { diagnostics } = compileKfp(withStep({ files }));
    const place = { cell: 'a', index: 2 };
    expect(diagnostics.filter(({ code }) => code === 'KF202')).toEqual([
      fileNotInPod('make_data', 'a.csv', null, place),
      fileNotInPod('make_data', 'b.csv', 'sum up', place)
    ]);
  });
});
