import { aStep } from '../../../core/testing/pipelines';
import { pipelineOf } from '../../testing/notebooks';
import {
  kept,
  remains,
  words,
  changes,
  ONE,
  AFTER_ONE,
  STEPS,
  stepOf,
  reads
} from '../../testing/remains';
import { Alive, type StepRemains } from './alive';

describe('what is alive, of values that have parts in common', () => {
  it('is not what the step may have changed by way of another name', () => {
    const apart = (name: string) => ({ ...kept(name, name), group: null });
    const two = stepOf('two', {
      reads: reads('a'),
      changes: changes('two', '+a +b')
    });
    const leftWith = (fate: Partial<StepRemains['fate']>) => {
      const alive = new Alive(pipelineOf(STEPS));
      alive.after(stepOf('one'), remains([apart('a'), apart('b')]));
      return alive.after(two, remains([apart('a')], [], fate));
    };
    const left = leftWith({ changed: ['a'] });
    expect(words(left)).toBe('a of a, no b');
    expect(left.missing[0]).toMatchObject({ name: 'b', cell: 'one' });
    expect(words(leftWith({ rebound: ['a'] }))).toBe('a of a, no b');
    expect(words(leftWith({ untouched: ['a'] }))).toBe('a of a, b of b');
  });

  it('is nothing that a step may have changed without having had it', () => {
    const at = (digest: string) => ({ digest: `sha256:${digest}` });
    const group = ['a', 'b'].map(name => ({
      ...kept(name, 'one'),
      ...at('ab')
    }));
    const holds = { ...kept('h', 'one'), ...at('h'), refers: ['b'] };
    const begun = () => {
      const alive = new Alive(pipelineOf(STEPS));
      alive.after(stepOf('one'), remains([...group, holds]));
      return alive;
    };
    const two = stepOf('two', { reads: reads('a') });
    const now = [{ ...kept('a', 'two'), ...at('now') }];
    const changed = begun().after(two, remains(now, [], { changed: ['a'] }));
    expect(words(changed)).toBe('a of two, no b, no h');
    expect(changed.missing[0]?.reason).toContain('`a`, which step two');
    // Only its name was given away.
    const rebound = begun().after(two, remains(now, [], { rebound: ['a'] }));
    expect(words(rebound)).toBe('a of two, b of one, h of one');
  });

  it('is nothing that has parts of what was left in another file, and is changed', () => {
    const alive = new Alive(pipelineOf(STEPS));
    const at = (name: string, step: string, digest: string) => ({
      ...kept(name, step),
      digest
    });
    alive.after(
      stepOf('one'),
      remains([at('a', 'one', 'ab'), at('b', 'one', 'ab')])
    );
    // All three are in one file of its own; `a` is left where `b` is.
    const made = [at('a', 'one', 'own'), at('c', 'two', 'own')];
    const two = stepOf('two', { reads: reads('a') });
    alive.after(two, remains(made, [], { untouched: ['a'] }));
    const three = aStep({ name: 'three', cells: ['three'], after: ['two'] });
    const changed = remains([at('a', 'three', 'new')], [], { changed: ['a'] });
    expect(words(alive.after(three, changed))).toBe('a of three, no b, no c');
  });

  it('remembers what had parts in common when one of them was not there for a while', () => {
    const at = (digest: string) => ({ digest: `sha256:${digest}` });
    const group = ['a', 'b'].map(name => ({
      ...kept(name, 'one'),
      ...at('ab')
    }));
    const steps = [
      { name: 'one', code: 'a = b = []', step: ONE },
      {
        ...{ name: 'two', code: 'b.append(1)' },
        step: { ...AFTER_ONE, changes: changes('two', '+a +b') }
      },
      { name: 'three', code: 'a.append(1)', step: { after: ['two'] } }
    ];
    const alive = new Alive(pipelineOf(steps));
    alive.after(stepOf('one'), remains(group));
    const two = aStep({ name: 'two', cells: ['two'], after: ['one'] });
    const changed = (name: string, step: string) =>
      remains([kept(name, step)], [], { changed: [name] });
    const left = alive.after(two, changed('b', 'two'));
    expect(words(left)).toBe('b of two, no a');
    // What made it, and what changed it then.
    expect(left.missing).toMatchObject([
      { cell: 'one', index: 0, next: [{ cell: 'two', index: 1 }] }
    ]);
    const three = aStep({ name: 'three', cells: ['three'], after: ['two'] });
    expect(words(alive.after(three, changed('a', 'three')))).toBe(
      'a of three, no b'
    );
  });

  it('is a number whatever a step may have changed that has not got it', () => {
    const steps = [
      { name: 'one', code: '', step: ONE },
      {
        ...{ name: 'two', code: '' },
        step: { ...AFTER_ONE, changes: changes('two', '+a +b') }
      }
    ];
    const after = (type: string) => {
      const alive = new Alive(pipelineOf(steps));
      const a = { ...kept('a', 'one'), type };
      alive.after(stepOf('one'), remains([a, kept('b', 'one')]));
      const changed = remains([kept('b', 'two')], [], { changed: ['b'] });
      return words(alive.after(stepOf('two', steps[1]?.step), changed));
    };
    expect(after('list')).toBe('b of two, no a');
    expect(after('int')).toBe('a of one, b of two');
  });

  it('is nothing that names a value which may have been changed', () => {
    const one = [
      kept('a', 'one'),
      { ...kept('b', 'one'), digest: 'sha256:b', refers: ['a'] }
    ];
    const two = stepOf('two', { reads: reads('a') });
    const after = (fate: Partial<StepRemains['fate']>) => {
      const alive = new Alive(pipelineOf(STEPS));
      alive.after(stepOf('one'), remains(one));
      return alive.after(two, remains([kept('a', 'two')], [], fate));
    };
    expect(words(after({ changed: ['a'] }))).toBe('a of two, no b');
    const named = after({ rebound: ['a'] });
    expect(named.aside).toMatchObject([{ digest: 'sha256:one' }]);
  });
});
