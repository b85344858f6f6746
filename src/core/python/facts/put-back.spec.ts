import { factsOf } from './facts';

const putsBack = (source: string): boolean =>
  factsOf(source).ops.some(op => op.op === 'call' && op.isPutBack);

describe('a state that is put back at once', () => {
  it.each([
    'random.setstate(random.getstate())',
    'np.random.set_state(np.random.get_state())'
  ])('is known: %s', source => {
    expect(putsBack(source)).toBe(true);
  });

  it.each([
    'random.setstate(other.getstate())',
    'random.setstate(random.get_state())',
    'random.setstate(random.getstate(1))',
    'random.setstate(state)',
    'make().setstate(make().getstate())',
    'setstate(getstate())'
  ])('is not taken for one: %s', source => {
    expect(putsBack(source)).toBe(false);
  });
});
