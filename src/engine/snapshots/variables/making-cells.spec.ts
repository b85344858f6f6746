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

  describe('of which every step repeats some', () => {
    const steps = [stepOf('one', 'x +count'), stepOf('two', 'y +hits +rate')];
    const plain = pipelineOf(steps);
    const cells = plain.cells.map(one => ({ ...one, index: one.index + 2 }));
    const above = (source: string): Pipeline => ({
      ...{ ...plain, cells },
      parameters: [
        {
          ...{ name: 'rate', type: 'int', default: 1 },
          ...{ cell: 'parameters', index: 0 }
        }
      ],
      definitions: [
        {
          ...{ name: 'count', kind: 'functions', cell: 'above' },
          ...{ index: 1, line: 1, source }
        }
      ]
    });

    it('begin with those where a step changes what they make', () => {
      const pipeline = above('count = 0\nhits = []\nlimit = 9');
      expect(cellsIn(pipeline, 'x', 'one')).toBe('above one');
      expect(cellsIn(pipeline, 'y', 'two')).toBe('parameters above one two');
      expect(cellsIn(pipeline, 'limit', 'two')).toBe('');
    });

    it('are without those of a class, which would be another one', () => {
      const pipeline = above('count = 0\nclass A: pass');
      expect(cellsIn(pipeline, 'x', 'one')).toBe('one');
    });
  });

  it('are none where no step makes it', () => {
    expect(cellsOf('x', 'one', stepOf('one', 'y'))).toBe('');
  });
});
