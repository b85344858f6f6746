import * as fc from 'fast-check';

import { RUN_STATES, STEP_STATES } from '../../core/api/run-schema';
import {
  ATTEMPT_STATES,
  isAtRest,
  isFinal,
  moveTo,
  TRANSITIONS
} from './transitions';

const MACHINES = [
  { machine: 'run', first: 'queued', states: RUN_STATES },
  { machine: 'step', first: 'waiting', states: STEP_STATES },
  { machine: 'attempt', first: 'starting', states: ATTEMPT_STATES }
] as const;

describe.each(MACHINES)(
  'the states of a $machine',
  ({ machine, first, states }) => {
    const table: Readonly<Record<string, readonly string[]>> =
      TRANSITIONS[machine];

    it('has every state in its table, and no other', () => {
      expect(Object.keys(table).sort()).toEqual([...states].sort());
      Object.values(table).forEach(targets =>
        targets.forEach(target => expect(states).toContain(target))
      );
    });

    it('reaches every state from the first', () => {
      const reached = new Set<string>([first]);
      for (const state of reached) {
        table[state]?.forEach(target => reached.add(target));
      }
      expect([...reached].sort()).toEqual([...states].sort());
    });

    it('can always come to an end', () => {
      const ends = (state: string, seen: readonly string[] = []): boolean =>
        table[state]?.length === 0 ||
        (table[state] ?? []).some(
          next => !seen.includes(next) && ends(next, [...seen, state])
        );
      states.forEach(state => expect(ends(state)).toBe(true));
    });

    it('allows exactly the moves of the table', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...states),
          fc.constantFrom(...states),
          (from, to) => {
            const move = () => moveTo(machine, from as never, to as never);
            if (table[from]?.includes(to)) {
              expect(move()).toBe(to);
            } else {
              expect(move).toThrow(`cannot go from ${from} to ${to}`);
            }
          }
        )
      );
    });
  }
);

it('never leaves a final state on a random walk', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), choices => {
      let state: (typeof STEP_STATES)[number] = 'waiting';
      for (let i = 0; i < 100 && !isFinal('step', state); i++) {
        const targets: readonly (typeof STEP_STATES)[number][] =
          TRANSITIONS.step[state];
        const pick = Number(choices.next().value) % targets.length;
        state = moveTo('step', state, targets[pick] ?? state);
      }
      expect(TRANSITIONS.step[state].length === 0 || state !== 'waiting').toBe(
        true
      );
    })
  );
});

it('takes an interrupted run for one at rest that can go on', () => {
  expect(isAtRest('interrupted')).toBe(true);
  expect(isFinal('run', 'interrupted')).toBe(false);
  expect(isAtRest('cancelling')).toBe(false);
});
