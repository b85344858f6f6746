import type { Pipeline, PipelineStep } from '../../../core/pipeline/types';
import { aStep } from '../../../core/testing/pipelines';
import { pipelineOf } from '../../testing/notebooks';
import { Alive, type StepRemains } from './alive';
import type { KeptVariable } from './state';

const kept = (name: string, step: string): KeptVariable => ({
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

const lost = (name: string) => ({
  name,
  type: 'lock',
  reason: 'cannot be saved',
  cell: null,
  index: null
});

const remains = (
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

const words = (found: Pick<StepRemains, 'variables' | 'missing'>): string =>
  [
    ...found.variables.map(({ name, step }) => `${name} of ${step}`),
    ...found.missing.map(({ name }) => `no ${name}`)
  ]
    .sort()
    .join(', ');

type Changes = PipelineStep['changes'];

/** Names that the only cell of a step gives a value; with a `+` those that it only changes. */
const changes = (
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

const ONE = { changes: changes('one', 'a b') };
const AFTER_ONE = { after: ['one'] };
const TWO = { ...AFTER_ONE, changes: changes('two', 'c') };
const STEPS = [
  { name: 'one', code: 'a = b = 1', step: ONE },
  { name: 'two', code: 'c = a', step: TWO },
  { name: 'beside', code: 'd = 1', step: AFTER_ONE },
  { name: 'last', code: 'e = 1', step: { after: ['two', 'beside'] } }
];

const stepOf = (name: string, more: Partial<PipelineStep> = {}) => {
  const found = STEPS.find(step => step.name === name);
  return aStep({ name, cells: [name], ...found?.step, ...more });
};

const reads = (variable: string) => [{ variable, from: 'one' }];

function afterOne(made: Changes = TWO.changes, more: Partial<Pipeline> = {}) {
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
      ...changes('two', 'c n _private'),
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

  it('is nothing of a step beside it', () => {
    const alive = afterOne();
    alive.after(stepOf('two'), remains([kept('c', 'two')]));
    expect(words(alive.before(stepOf('beside'), []))).toBe(
      'a of one, b of one, no c, no lock'
    );
  });
});
