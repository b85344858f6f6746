import { aStep } from '../../../core/testing/pipelines';
import { pipelineOf } from '../../testing/notebooks';
import {
  kept,
  lost,
  remains,
  words,
  changes,
  STEPS,
  stepOf,
  reads,
  afterOne
} from '../../testing/remains';
import { Alive, type StepRemains } from './alive';

describe('what is alive', () => {
  it('is what the process has, and what the steps before have left', () => {
    const alive = afterOne();
    const two = stepOf('two', { reads: reads('a') });
    const received = [kept('a', 'one')];
    expect(words(alive.before(two, received))).toBe(
      'a of one, b of one, no lock'
    );
    const own = [kept('a', 'one'), kept('c', 'two')];
    expect(words(alive.after(two, remains(own)))).toBe(
      'a of one, b of one, c of two, no lock'
    );
  });

  it('is not what the step received and has no more', () => {
    const two = stepOf('two', { reads: reads('a') });
    const left = afterOne().after(two, remains([kept('c', 'two')]));
    expect(words(left)).toBe('b of one, c of two, no lock');
  });

  it('is not what the step deletes under a name that it bound itself', () => {
    const two = stepOf('two', { changes: changes('two', 'b', 'nothing') });
    expect(words(afterOne().after(two, remains([])))).toBe('a of one, no lock');
  });

  it('is not what the step has deleted, or given the name of to a module', () => {
    const gone = remains([], [], { gone: ['b', 'n'] });
    const alive = afterOne();
    const left = alive.after(stepOf('two'), gone);
    expect(words(left)).toBe('a of one, no lock');
    expect([...left.gone].sort()).toEqual(['b', 'n']);
    alive.after(stepOf('beside'), remains([kept('d', 'beside')]));
    expect(words(alive.before(stepOf('last'), []))).toBe(
      'a of one, d of beside, no lock'
    );
    expect([...alive.before(stepOf('last'), []).gone]).toEqual([...left.gone]);
  });

  it('is not what only code deletes that may not have run', () => {
    const made = changes('two', 'a b n z', 'perhaps nothing');
    const two = stepOf('two', { changes: made });
    const parameters = [
      { name: 'n', type: 'int' as const, default: 1, cell: 'p' }
    ];
    const alive = new Alive(pipelineOf(STEPS, { parameters }));
    alive.after(stepOf('one'), remains([kept('a', 'one'), kept('b', 'one')]));
    const left = alive.after(two, remains([kept('b', 'two')]));
    expect(words(left)).toBe('b of two, no a, no n');
    expect(left.missing[0]).toMatchObject({
      reason: 'step two may have deleted it',
      cell: 'one'
    });
  });

  it('is not what has parts of something that every step repeats and one has changed', () => {
    const alive = afterOne();
    const made = [kept('m', 'two'), kept('K', 'two')];
    alive.after(stepOf('two'), remains(made, [], { given: ['m'] }));
    const three = aStep({ name: 'three', cells: ['three'], after: ['two'] });
    const left = alive.after(three, remains([kept('m', 'three')]));
    expect(words(left)).toBe('a of one, b of one, m of three, no K, no lock');
  });

  it('is not a class that the step defines again and changes', () => {
    const two = stepOf('two', {
      changes: changes('two', '+b'),
      definitions: ['class b']
    });
    expect(words(afterOne().after(two, remains([])))).toBe(
      'a of one, no b, no lock'
    );
  });

  it('is what the step made of a name, not what others had left', () => {
    const made = remains([kept('a', 'two')], [lost('b')]);
    const left = afterOne().after(stepOf('two'), made);
    expect(words(left)).toBe('a of two, no b, no lock');
  });

  it('is what was made last where steps come together', () => {
    const alive = afterOne();
    alive.after(stepOf('two'), remains([kept('a', 'two')]));
    alive.after(stepOf('beside'), remains([kept('d', 'beside')]));
    expect(words(alive.before(stepOf('last'), []))).toBe(
      'a of two, b of one, d of beside, no lock'
    );
  });

  it('is what was changed where another step passed it on as it was', () => {
    const alive = afterOne();
    const at = (digest: string) => ({ ...kept('b', 'one'), digest });
    const two = stepOf('two', { reads: reads('b') });
    alive.after(two, remains([at('new')], [], { changed: ['b'] }));
    alive.after(stepOf('beside'), remains([]));
    const { variables } = alive.before(stepOf('last'), []);
    expect(variables.find(({ name }) => name === 'b')?.digest).toBe('new');
  });

  it('is not what one of the steps before has deleted, or cannot tell of', () => {
    const alive = afterOne();
    const made = remains([], [lost('a')], { gone: ['b'] });
    alive.after(stepOf('two', { reads: reads('a') }), made);
    alive.after(stepOf('beside'), remains([kept('d', 'beside')]));
    expect(words(alive.before(stepOf('last'), []))).toBe(
      'd of beside, no a, no lock'
    );
  });

  it('is not what every step repeats, where a step has given the name another value', () => {
    const alive = afterOne();
    const given = remains([kept('a', 'two'), kept('m', 'two')], [], {
      given: ['a', 'm']
    });
    expect(words(alive.after(stepOf('two'), given))).toBe(
      'a of one, b of one, m of null, no lock'
    );
    alive.after(stepOf('beside'), remains([kept('m', 'beside')]));
    expect(words(alive.before(stepOf('last'), []))).toBe(
      'a of one, b of one, m of beside, no lock'
    );
  });

  it('is not what a step may have given such a name again', () => {
    const unsure = remains([kept('a', 'two'), kept('m', 'two')], [], {
      unsure: ['a', 'm']
    });
    expect(words(afterOne().after(stepOf('two'), unsure))).toBe(
      'b of one, m of two, no a, no lock'
    );
  });

  it('is the same when steps are recalled', () => {
    const alive = afterOne();
    const two = stepOf('two', { reads: reads('a') });
    const left = [
      alive.after(two, remains([{ ...kept('a', 'one'), digest: 'new' }])),
      alive.after(stepOf('beside'), remains([]))
    ];
    const again = new Alive(pipelineOf(STEPS));
    const one = new Alive(pipelineOf(STEPS)).after(
      stepOf('one'),
      remains([kept('a', 'one'), kept('b', 'one')], [lost('lock')])
    );
    again.recall('one', one);
    again.recall('two', left[0] ?? one);
    again.recall('beside', left[1] ?? one);
    const last = stepOf('last');
    expect(again.before(last, [])).toEqual(alive.before(last, []));
    const { variables } = again.before(last, []);
    expect(variables.find(({ name }) => name === 'a')?.digest).toBe('new');
  });

  it('stays in the file that it shares with others, where it was left as it was', () => {
    const alive = new Alive(pipelineOf(STEPS));
    const at = (digest: string) => ({ digest: `sha256:${digest}` });
    const group = ['a', 'b'].map(name => ({
      ...kept(name, 'one'),
      ...at('ab')
    }));
    alive.after(stepOf('one'), remains(group));
    const two = stepOf('two', { reads: reads('a') });
    const handed = { ...kept('a', 'one'), ...at('a') };
    const files = ({ variables }: Pick<StepRemains, 'variables'>) =>
      variables.map(({ name, digest }) => `${name} in ${digest.slice(7)}`);
    expect(files(alive.before(two, [handed]))).toEqual(['a in ab', 'b in ab']);
    const own = [handed, { ...kept('c', 'two'), ...at('c') }];
    const left = alive.after(two, remains(own, [], { untouched: ['a'] }));
    expect(files(left)).toEqual(['a in ab', 'c in c', 'b in ab']);
    // What was changed is no more what the others share.
    const changed = new Alive(pipelineOf(STEPS));
    changed.after(stepOf('one'), remains(group));
    expect(files(changed.after(two, remains(own)))).toEqual([
      'a in a',
      'c in c',
      'b in ab'
    ]);
  });

  it('means by a name what it meant when it was written', () => {
    const alive = new Alive(pipelineOf(STEPS));
    const refers = { refers: ['a'] };
    const one = [kept('a', 'one'), { ...kept('b', 'one'), ...refers }];
    expect(alive.after(stepOf('one'), remains(one))).toMatchObject({
      variables: [{}, { referents: { a: 'sha256:one' } }],
      aside: []
    });
    const left = alive.after(stepOf('two'), remains([kept('a', 'two')]));
    expect(left).toMatchObject({
      variables: [
        { name: 'a', digest: 'sha256:two' },
        { name: 'b', referents: { a: 'sha256:one' } }
      ],
      aside: [{ name: 'a', digest: 'sha256:one' }]
    });
    const again = new Alive(pipelineOf(STEPS));
    again.recall('two', left);
    expect(again.before(stepOf('last'), []).aside).toEqual(left.aside);
  });
});
