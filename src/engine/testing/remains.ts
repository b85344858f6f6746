import type { Pipeline, PipelineStep } from '../../core/pipeline/types';
import { aStep } from '../../core/testing/pipelines';
import { Alive, type StepRemains } from '../snapshots/variables/alive';
import type { KeptVariable } from '../snapshots/variables/state';
import { pipelineOf } from './notebooks';

export const kept = (name: string, step: string): KeptVariable => ({
  name,
  step,
  type: 'list',
  tier: 'safe',
  format: 'pickle',
  group: 'kept-0',
  file: `${name}.pkl`,
  digest: `sha256:${step}`,
  bytes: 1
});

export const lost = (name: string) => ({
  name,
  type: 'lock',
  reason: 'cannot be saved',
  cell: null,
  index: null
});

export const remains = (
  variables: readonly KeptVariable[],
  missing: StepRemains['missing'] = [],
  fate: Partial<StepRemains['fate']> = {}
): StepRemains => ({
  ...{ variables, missing },
  fate: {
    untouched: [],
    changed: [],
    rebound: [],
    given: [],
    unsure: [],
    gone: [],
    ...fate
  },
  python: null,
  versions: {}
});

export const words = (
  found: Pick<StepRemains, 'variables' | 'missing'>
): string =>
  [
    ...found.variables.map(({ name, step }) => `${name} of ${step}`),
    ...found.missing.map(({ name }) => `no ${name}`)
  ]
    .sort()
    .join(', ');

export type Changes = PipelineStep['changes'];

/** Names that the only cell of a step gives a value; with a `+` those that it only changes. */
export const changes = (
  step: string,
  names: string,
  leaves: Changes[number]['leaves'] = 'value'
): Changes =>
  names.split(' ').map(name => ({
    variable: name.replace('+', ''),
    cells: [step],
    isNew: !name.startsWith('+'),
    leaves
  }));

export const ONE = { changes: changes('one', 'a b') };
export const AFTER_ONE = { after: ['one'] };
export const TWO = { ...AFTER_ONE, changes: changes('two', 'c') };
export const STEPS = [
  { name: 'one', code: 'a = b = 1', step: ONE },
  { name: 'two', code: 'c = a', step: TWO },
  { name: 'beside', code: 'd = 1', step: AFTER_ONE },
  { name: 'last', code: 'e = 1', step: { after: ['two', 'beside'] } }
];

export const stepOf = (name: string, more: Partial<PipelineStep> = {}) => {
  const found = STEPS.find(step => step.name === name);
  return aStep({ name, cells: [name], ...found?.step, ...more });
};

export const reads = (variable: string) => [{ variable, from: 'one' }];

export function afterOne(
  made: Changes = TWO.changes,
  more: Partial<Pipeline> = {}
) {
  const steps = STEPS.map(step =>
    step.name === 'two'
      ? { ...step, step: { ...AFTER_ONE, changes: made } }
      : step
  );
  const alive = new Alive(pipelineOf(steps, more));
  const left = [kept('a', 'one'), kept('b', 'one')];
  alive.after(stepOf('one'), remains(left, [lost('lock')]));
  return alive;
}
