import type { PipelineStep } from '../../../core/pipeline/types';
import { pipelineOf } from '../../testing/notebooks';
import { Siblings } from './beside';
import { MakingCells } from './making-cells';

const changes = (cell: string, names: string): PipelineStep['changes'] =>
  names.split(' ').map(name => ({
    variable: name.replace('+', ''),
    cells: [cell],
    isNew: !name.startsWith('+'),
    leaves: 'value'
  }));

const AFTER = { after: ['make'] };

const PIPELINE = pipelineOf([
  { name: 'make', code: '', step: { changes: changes('make', 'rows') } },
  {
    ...{ name: 'hold', code: '' },
    step: { ...AFTER, changes: changes('hold', 'held +rows') }
  },
  {
    ...{ name: 'grow', code: '' },
    step: { ...AFTER, changes: changes('grow', '+held') }
  },
  { name: 'see', code: '', step: { after: ['grow'] } }
]);

function besideOf(name: string) {
  const siblings = new Siblings(PIPELINE, new MakingCells(PIPELINE));
  const step = PIPELINE.steps.find(one => one.name === name);
  const beside = step && siblings.beside(step, () => null);
  return [...(beside ?? [])].map(([variable, { step: by, cells }]) => [
    variable,
    by,
    cells.outdated ?? false
  ]);
}

it('tells what others change that do not wait for its maker', () => {
  expect(besideOf('grow')).toEqual([
    ['held', 'hold', true],
    ['rows', 'hold', false]
  ]);
  expect(besideOf('see')).toEqual([
    ['held', 'hold', true],
    ['rows', 'hold', false]
  ]);
  expect(besideOf('hold')).toEqual([]);
});

it('tells what others make of a name before a step goes on below them', () => {
  const cells = ['two', 'beside', 'below'].map((id, index) => ({
    ...{ id, index },
    source: ''
  }));
  const own = changes('two', 'rows +held');
  const two = { cells: ['two', 'below'], changes: own };
  const beside = { changes: changes('beside', 'rows held') };
  const pipeline = pipelineOf(
    [
      { name: 'two', code: '', step: two },
      { name: 'beside', code: '', step: beside }
    ],
    { cells }
  );
  const siblings = new Siblings(pipeline, new MakingCells(pipeline));
  const [step] = pipeline.steps;
  const found = step && siblings.beside(step, () => step.name);
  expect([...(found ?? [])].map(([name]) => name)).toEqual(['rows', 'held']);
});

it('takes nothing from a step that another one goes on below, for which it waits', () => {
  const cells = ['two', 'four', 'below', 'see'].map((id, index) => ({
    ...{ id, index },
    source: ''
  }));
  const two = { cells: ['two', 'below'], changes: changes('two', 'rows') };
  const four = { after: ['two'], changes: changes('four', '+rows') };
  const pipeline = pipelineOf(
    [
      { name: 'two', code: '', step: two },
      { name: 'four', code: '', step: four },
      { name: 'see', code: '', step: { after: [] } }
    ],
    { cells }
  );
  const siblings = new Siblings(pipeline, new MakingCells(pipeline));
  const step = pipeline.steps[2];
  const found = step && siblings.beside(step, () => null);
  expect([...(found ?? [])]).toMatchObject([
    ['rows', { step: 'four', cells: { outdated: true } }]
  ]);
});
