import type { Pipeline, PipelineStep } from '../pipeline/types';

const PRINT = `sha256:${'0'.repeat(64)}`;

/** A step with nothing set but what is given. */
export function aStep(
  step: Pick<PipelineStep, 'name'> & Partial<PipelineStep>
): PipelineStep {
  return {
    cells: [],
    after: [],
    parameters: [],
    reads: [],
    writes: [],
    changes: [],
    shared: [],
    kinds: {},
    state: { reads: [], writes: [] },
    watch: [],
    files: [],
    definitions: [],
    setup: [],
    metrics: [],
    resources: {},
    retry: { times: 0 },
    timeoutSeconds: null,
    cache: true,
    environment: {},
    secrets: [],
    labels: {},
    annotations: {},
    fingerprint: PRINT,
    ...step
  };
}

/** Two steps that hand on a list and give a metric; runs in any Python. */
export const TWO_STEPS: Pipeline = {
  version: 1,
  name: 'two-steps',
  notebook: 'two-steps.ipynb',
  kernel: 'python3',
  parameters: [{ name: 'rate', type: 'float', default: 2, cell: 'p' }],
  steps: [
    aStep({
      name: 'make_data',
      cells: ['a'],
      writes: ['data'],
      definitions: ['imports'],
      setup: [{ definition: 'imports' }]
    }),
    aStep({
      name: 'sum up',
      cells: ['b'],
      after: ['make_data'],
      parameters: ['rate'],
      reads: [{ variable: 'data', from: 'make_data' }],
      definitions: ['imports'],
      setup: [{ definition: 'imports' }, { variable: 'data' }],
      metrics: ['total']
    })
  ],
  metrics: [{ name: 'total', step: 'sum up', variable: 'total' }],
  cells: [
    { id: 'a', index: 2, source: 'data = list(range(4))\nprint(len(data))' },
    { id: 'b', index: 3, source: 'total = math.fsum(data) * rate\ntotal' }
  ],
  definitions: [
    {
      name: 'imports',
      kind: 'imports',
      cell: 'i',
      index: 0,
      line: 1,
      source: 'import math'
    }
  ]
};
