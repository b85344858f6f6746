import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import { pipelineOf } from '../../testing/notebooks';
import { MakingCells } from './making-cells';

/** A step of one cell; a `+` before names that it only changes. */
const stepOf = (name: string, names: string) => ({
  ...{ name, code: '' },
  step: {
    changes: names.split(' ').map(variable => ({
      variable: variable.replace('+', ''),
      cells: [name],
      isNew: !variable.startsWith('+'),
      leaves: 'value'
    })) satisfies PipelineStep['changes']
  }
});

/** The cells that make a name by the end of a step. */
function cellsOf(
  name: string,
  by: string,
  ...steps: readonly ReturnType<typeof stepOf>[]
): string {
  return cellsIn(pipelineOf(steps), name, by);
}

function cellsIn(pipeline: Pipeline, name: string, by: string): string {
  const making = new MakingCells(pipeline);
  const step = pipeline.steps.find(one => one.name === by);
  const { cell, next = [] } = making.of(name, step ?? pipeline.steps[0]!);
  return [cell, ...next.map(one => one.cell)].join(' ');
}

describe('the cells that make a variable', () => {
  it('are those that make and change it, down to the step', () => {
    const steps = [
      stepOf('one', 'x y'),
      stepOf('two', '+x'),
      stepOf('three', '+x')
    ];
    expect(cellsOf('x', 'two', ...steps)).toBe('one two');
    expect(cellsOf('x', 'three', ...steps)).toBe('one two three');
  });

  it('begin with the last one that makes it anew', () => {
    const steps = [
      stepOf('one', 'x'),
      stepOf('two', 'x'),
      stepOf('three', 'z')
    ];
    expect(cellsOf('x', 'three', ...steps)).toBe('two');
  });

  it('are with those that change what they make besides', () => {
    const steps = [
      stepOf('one', 'x y'),
      stepOf('two', '+y'),
      stepOf('three', 'z')
    ];
    expect(cellsOf('x', 'three', ...steps)).toBe('one two');
  });

  it('are with those that made what they change besides, lest it is changed twice', () => {
    const steps = [stepOf('one', 'count'), stepOf('two', 'x +count')];
    expect(cellsOf('x', 'two', ...steps)).toBe('one two');
  });

  it('are without those that make something else of a name below', () => {
    const steps = [stepOf('one', 'x i'), stepOf('two', 'i z')];
    expect(cellsOf('x', 'two', ...steps)).toBe('one');
  });

  it('begin with cells that every step repeats, where a step changes what they make', () => {
    const steps = [stepOf('one', 'x +count'), stepOf('two', 'y +hits')];
    const source = 'count = 0\nhits = []\nlimit = 9';
    const functions = { ...{ name: 'count', kind: 'assignment' }, line: 1 };
    const definitions = [{ ...functions, cell: 'above', index: 0, source }];
    const plain = pipelineOf(steps);
    const cells = plain.cells.map(one => ({ ...one, index: one.index + 1 }));
    const pipeline = { ...plain, cells, definitions };
    expect(cellsIn(pipeline, 'x', 'one')).toBe('above one');
    expect(cellsIn(pipeline, 'x', 'two')).toBe('above one two');
    expect(cellsIn(pipeline, 'limit', 'two')).toBe('');
  });

  it('are none where no step makes it', () => {
    expect(cellsOf('x', 'one', stepOf('one', 'y'))).toBe('');
  });
});
