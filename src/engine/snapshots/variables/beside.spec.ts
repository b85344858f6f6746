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
