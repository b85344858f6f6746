import { type Behind, withBeside } from './from-beside';
import { type KeptVariable, NO_STATE, type StateRecord } from './state';

const kept = (
  name: string,
  digest: string,
  more: Partial<KeptVariable> = {}
): KeptVariable => ({
  ...{ name, step: null, type: 'list', tier: 'safe', format: 'pickle' },
  ...{ group: null, file: `${name}.pkl`, digest, bytes: 1 },
  ...more
});

/** `a=1` is a variable with its digest; `b<one` is missing, as step one has it. */
const behind = (
  step: string,
  place: number | null,
  words: string,
  more: Partial<StateRecord> = {}
): Behind => {
  const all = words.split(' ').filter(word => word !== '');
  const pairs = (sign: string) =>
    all
      .filter(word => word.includes(sign))
      .map(word => word.split(sign) as [string, string]);
  const reason = 'it is elsewhere';
  const nowhere = { type: '', reason, cell: null, index: null };
  return {
    ...{ snapshot: `snapshot ${step}`, step, place },
    record: {
      ...NO_STATE,
      variables: pairs('=').map(([name, digest]) => kept(name, digest)),
      missing: pairs('<').map(([name, by]) => ({ name, step: by, ...nowhere })),
      ...more
    }
  };
};

const words = (own: Behind, ...others: readonly Behind[]): string => {
  const { variables, missing } = withBeside(own, others);
  return [
    ...variables.map(
      ({ name, digest, from }) => `${name}=${digest}${from ? ` (${from})` : ''}`
    ),
    ...missing.map(({ name, step }) => `${name}<${step ?? ''}`)
  ].join(', ');
};

describe('what steps beside have', () => {
  const last = behind('last', 5, 'a=1 b<one');

  it('comes from the snapshot behind them, where they stand above', () => {
    const one = behind('one', 2, 'a=0 b=2');
    expect(words(last, one)).toBe('a=1, b=2 (one)');
    expect(withBeside(last, [one]).variables[1]?.snapshot).toBe('snapshot one');
    expect(words(last, { ...one, place: 6 })).toBe('a=1, b<one');
    expect(words(last, { ...one, place: null })).toBe('a=1, b<one');
    expect(words({ ...last, place: null }, one)).toBe('a=1, b<one');
    expect(words(last, behind('one', 2, 'a=0'))).toBe('a=1, b<one');
    expect(words(last)).toBe('a=1, b<one');
  });

  it('is as the last step above has it that waits for its maker', () => {
    const one = behind('one', 1, 'b=1');
    const apart = behind('apart', 3, 'b<one');
    expect(words(last, apart, behind('two', 2, 'b=2'), one)).toBe(
      'a=1, b=2 (two)'
    );
    expect(words(last, one, behind('two', 2, 'b=1'), apart)).toContain('b=1');
    // Either may have changed it.
    const two = [behind('two', 2, 'b=2'), behind('three', 3, 'b=3')];
    expect(words(last, one, ...two)).toBe('a=1, b<one');
    // Nobody says what became of it.
    expect(words(last, one, behind('two', 2, ''))).toBe('a=1, b<one');
    expect(words(last, one, behind('two', 2, 'b<other'))).toBe('a=1, b<one');
  });

  it('does not come along where a step changes it that does not wait for it', () => {
    const { missing } = last.record;
    const outdated = missing.map(item => ({ ...item, outdated: true }));
    const own = behind('last', 5, 'a=1', { missing: outdated });
    expect(words(own, behind('one', 2, 'b=2'))).toBe('a=1, b<one');
  });

  it('is not read with other versions than it was saved with', () => {
    const one = (more: Partial<StateRecord>) => behind('one', 2, 'b=2', more);
    const numpy = { versions: { numpy: '2.0.0' } };
    const own = behind('last', 5, 'a=1 b<one', numpy);
    expect(words(own, one({ python: '3.9.1' }))).toBe('a=1, b<one');
    expect(words(own, one({ versions: { numpy: '1.0.0' } }))).toBe(
      'a=1, b<one'
    );
    const torch = { versions: { ...numpy.versions, torch: '3.0.0' } };
    const whole = withBeside(own, [one(torch)]);
    expect(whole.versions).toEqual(torch.versions);
    // What nothing is taken from has no say.
    expect(withBeside(own, [behind('two', 1, '', torch)]).versions).toEqual(
      numpy.versions
    );
  });

  it('brings what it names, where the name means something else', () => {
    const holds = kept('b', '2', { refers: ['a'], referents: { a: '0' } });
    const one = behind('one', 2, '', {
      variables: [holds, kept('a', '0', { referents: { c: '7' } })],
      aside: [kept('c', '7'), kept('d', '8')]
    });
    const { variables, aside } = withBeside(last, [one]);
    expect(variables.map(({ name, digest }) => name + digest)).toEqual([
      'a1',
      'b2'
    ]);
    expect(aside.map(({ name, digest }) => name + digest)).toEqual([
      'a0',
      'c7'
    ]);
    expect(aside.map(({ snapshot }) => snapshot)).toEqual([
      'snapshot one',
      'snapshot one'
    ]);
  });
});
