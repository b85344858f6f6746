import type { KeptVariable } from './state';
import { together } from './untouched';

const at = (names: string, file: string): readonly KeptVariable[] =>
  names.split(' ').map(name => ({
    ...{ name, step: file, type: 'list', tier: 'safe', format: 'pickle' },
    ...{ group: file, file: `${file}.pickle`, digest: file, bytes: 1 }
  }));

const named = (variables: readonly KeptVariable[]) => ({
  variables,
  missing: []
});

/** Which file each variable is taken from that a step has, where `s` and `x` are as they came. */
const taken = (
  own: readonly KeptVariable[],
  behind: readonly KeptVariable[]
): string =>
  together(named(own), name => 's x'.includes(name), named(behind))
    .variables.map(({ name, digest }) => `${name} of ${digest}`)
    .join(', ');

describe('what a step left as it was', () => {
  it('is taken from the file that it shares with what the step has not', () => {
    expect(taken(at('s y', 'new'), at('s x', 'old'))).toBe(
      's of old, y of new'
    );
  });

  it('stays with what the step has made of it, where nothing else shares it', () => {
    expect(taken(at('s x y', 'new'), at('s x', 'old'))).toBe(
      's of new, x of new, y of new'
    );
    expect(taken(at('s y', 'new'), at('s', 'old'))).toBe('s of new, y of new');
  });

  it('is taken together with what it shares, where the step has both apart', () => {
    const apart = [...at('s', 'one'), ...at('x', 'two')];
    expect(taken(apart, at('s x', 'old'))).toBe('s of old, x of old');
  });

  it('is taken so too where the step has both in one file, and nothing that it made', () => {
    const met = [...at('s x', 'new'), ...at('y', 'other')];
    expect(taken(met, at('s x', 'old'))).toBe('s of old, x of old, y of other');
  });

  it('is not what the step has changed', () => {
    expect(taken(at('y', 'new'), at('y z', 'old'))).toBe('y of new');
  });
});
