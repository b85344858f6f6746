import { aStep } from '../../../core/testing/pipelines';
import { pipelineOf } from '../../testing/notebooks';
import {
  kept,
  remains,
  words,
  changes,
  AFTER_ONE,
  STEPS,
  stepOf,
  afterOne
} from '../../testing/remains';
import { Alive } from './alive';

describe('what is alive, with steps beside', () => {
  it('is not what a step above changes that runs beside, but is again where both end', () => {
    const alive = afterOne(changes('two', '+a +b'));
    alive.after(stepOf('two'), remains([]));
    const left = alive.after(stepOf('beside'), remains([kept('d', 'beside')]));
    expect(words(left)).toBe('d of beside, no a, no b, no lock');
    expect(left.missing).toContainEqual(
      expect.objectContaining({
        name: 'b',
        reason: expect.stringContaining('step two changes it'),
        ...{ cell: 'one', index: 0, next: [{ cell: 'two', index: 1 }] }
      })
    );
    expect(words(alive.before(stepOf('last'), []))).toBe(
      'a of one, b of one, d of beside, no lock'
    );
  });

  it('is not what only a step above makes that runs beside', () => {
    const made = [
      ...changes('two', 'c n _'),
      ...changes('two', 'math', 'import'),
      ...changes('two', 'x p', 'nothing')
    ];
    const parameters = [
      { name: 'p', type: 'int' as const, default: 1, cell: 'p' }
    ];
    const left = afterOne(made, { parameters }).after(
      stepOf('beside'),
      remains([])
    );
    expect(words(left)).toBe('a of one, b of one, no c, no lock, no n, no p');
    expect(left.missing).toContainEqual({
      ...{ name: 'c', type: '' },
      reason: 'step two makes it, and this one does not wait for it',
      ...{ step: 'two', cell: 'two', index: 1 }
    });
  });

  it('is not what a step beside makes above and makes another thing of below', () => {
    const cells = ['two', 'beside', 'below'].map((id, index) => ({
      ...{ id, index },
      source: ''
    }));
    const more = { cells: ['two', 'below'], changes: changes('two', 'c') };
    const two = {
      ...more,
      changes: [...more.changes, ...changes('below', 'c')]
    };
    const alive = new Alive(
      pipelineOf(
        [
          { name: 'two', code: '', step: two },
          { name: 'beside', code: '' }
        ],
        { cells }
      )
    );
    const beside = aStep({ name: 'beside', cells: ['beside'] });
    expect(alive.after(beside, remains([])).missing).toMatchObject([
      { name: 'c', step: 'two', cell: 'two', index: 0 }
    ]);
  });

  it('is not what every step repeats, where one beside makes another thing of it', () => {
    // What is no plain data is not known to be given.
    const left = afterOne(changes('two', 'c')).after(
      stepOf('beside', { changes: changes('beside', 'd') }),
      remains([kept('c', 'beside'), kept('d', 'beside')])
    );
    expect(words(left)).toBe('a of one, b of one, d of beside, no c, no lock');
  });

  it('is what a step before has made of it below one that runs beside', () => {
    const steps = [
      ...STEPS.slice(0, 1),
      {
        ...{ name: 'two', code: 'a = d = 2' },
        step: { ...AFTER_ONE, changes: changes('two', 'a d') }
      },
      { name: 'three', code: 'a = 3', step: AFTER_ONE },
      { name: 'four', code: 'k = a', step: { after: ['three'] } }
    ];
    const alive = new Alive(pipelineOf(steps));
    const [one, , three, four] = pipelineOf(steps).steps;
    expect(one && three && four).toBeDefined();
    if (one && three && four) {
      alive.after(one, remains([kept('a', 'one')]));
      alive.after(three, remains([kept('a', 'three')], [], { gone: ['d'] }));
      expect(words(alive.after(four, remains([])))).toBe('a of three');
    }
  });

  it('is nothing of a step beside it', () => {
    const alive = afterOne();
    alive.after(stepOf('two'), remains([kept('c', 'two')]));
    expect(words(alive.before(stepOf('beside'), []))).toBe(
      'a of one, b of one, no c, no lock'
    );
  });
});
