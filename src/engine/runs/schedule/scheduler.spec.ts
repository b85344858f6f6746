import * as fc from 'fast-check';

import {
  atMost,
  decide,
  type Demand,
  type ReadyStep,
  RESERVE_MS,
  type Situation
} from './scheduler';

const slots: Demand = { cpu: 4, memory: 8, gpu: 1 };
const NOW = 1_000_000;

const demand = fc.record({
  cpu: fc.constantFrom(0.5, 1, 2, 3, 9),
  memory: fc.constantFrom(1, 2, 4, 16),
  gpu: fc.constantFrom(0, 0, 0, 1, 2)
});

const step: fc.Arbitrary<ReadyStep> = fc.record({
  run: fc.constantFrom('a', 'b'),
  step: fc.string({ minLength: 1, maxLength: 3 }),
  demand,
  remaining: fc.nat(100),
  created: fc.nat(3),
  position: fc.nat(9),
  since: fc.integer({ min: NOW - 2 * RESERVE_MS, max: NOW })
});

const situation: fc.Arbitrary<Situation> = fc.record({
  slots: fc.constant(slots),
  // What runs was let in before, so it fits.
  running: fc
    .array(demand, { maxLength: 3 })
    .map(list =>
      list
        .filter(item => isWithin([item]))
        .reduce<Demand[]>(
          (kept, item) => (isWithin([...kept, item]) ? [...kept, item] : kept),
          []
        )
    ),
  ready: fc.uniqueArray(step, {
    maxLength: 8,
    selector: item => `${item.run} ${item.step}`
  }),
  now: fc.constant(NOW)
});

function sum(demands: readonly Demand[]): Demand {
  return demands.reduce(
    (a, b) => ({
      cpu: a.cpu + b.cpu,
      memory: a.memory + b.memory,
      gpu: a.gpu + b.gpu
    }),
    { cpu: 0, memory: 0, gpu: 0 }
  );
}

function isWithin(demands: readonly Demand[]): boolean {
  const { cpu, memory, gpu } = sum(demands);
  return cpu <= slots.cpu && memory <= slots.memory && gpu <= slots.gpu;
}

describe('the scheduler', () => {
  it('never gives more than there is', () => {
    fc.assert(
      fc.property(situation, given => {
        const started = decide(given).map(item => atMost(item.demand, slots));
        expect(isWithin([...given.running, ...started])).toBe(true);
      })
    );
  });

  it('leaves no slot idle that a step could use, unless it is kept for one that waits long', () => {
    fc.assert(
      fc.property(situation, given => {
        const started = decide(given);
        const taken = [
          ...given.running,
          ...started.map(item => atMost(item.demand, slots))
        ];
        const left = given.ready.filter(item => !started.includes(item));
        const isKept = left.some(
          item => NOW - item.since > RESERVE_MS && item.demand.gpu <= slots.gpu
        );
        const couldRun = left.some(item =>
          isWithin([...taken, atMost(item.demand, slots)])
        );
        expect(couldRun && !isKept).toBe(false);
      })
    );
  });

  it('decides the same whatever the order it is told in', () => {
    fc.assert(
      fc.property(situation, given => {
        const other = { ...given, ready: [...given.ready].reverse() };
        const names = (list: readonly ReadyStep[]) =>
          list.map(item => `${item.run} ${item.step}`);
        expect(names(decide(other))).toEqual(names(decide(given)));
      })
    );
  });

  const one = (name: string, more: Partial<ReadyStep> = {}): ReadyStep => ({
    run: 'a',
    step: name,
    demand: { cpu: 1, memory: 1, gpu: 0 },
    remaining: 1,
    created: 0,
    position: 0,
    since: NOW,
    ...more
  });
  const startedOf = (ready: readonly ReadyStep[], running: Demand[] = []) =>
    decide({ slots, running, ready, now: NOW }).map(item => item.step);

  it('takes the longest remaining path first', () => {
    const ready = [one('short'), one('long', { remaining: 5 })];
    expect(startedOf(ready)).toEqual(['long', 'short']);
  });

  it('runs a step that is larger than the machine, alone', () => {
    const giant = one('giant', { demand: { cpu: 99, memory: 99, gpu: 0 } });
    expect(startedOf([giant])).toEqual(['giant']);
    expect(startedOf([giant], [{ cpu: 1, memory: 1, gpu: 0 }])).toEqual([]);
  });

  it('never starts a step that asks for more GPUs than there are', () => {
    expect(
      startedOf([one('gpu', { demand: { cpu: 1, memory: 1, gpu: 2 } })])
    ).toEqual([]);
  });

  it('does not let small steps starve a large one', () => {
    const large = one('large', {
      demand: { cpu: 4, memory: 1, gpu: 0 },
      since: NOW - RESERVE_MS - 1
    });
    const busy = [{ cpu: 1, memory: 1, gpu: 0 }];
    expect(startedOf([large, one('small')], busy)).toEqual([]);
    expect(startedOf([{ ...large, since: NOW }, one('small')], busy)).toEqual([
      'small'
    ]);
  });
});
