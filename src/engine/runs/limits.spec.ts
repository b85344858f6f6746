import * as fc from 'fast-check';

import { aStep } from '../../core/testing/pipelines';
import * as messages from '../messages';
import { demandOf, quantity } from './schedule/quantities';
import { retryDelay } from './attempts/retry';
import { StreamBudget } from './output/stream-budget';
import { foldText } from './output/stream-text';

describe('the budget of a stream', () => {
  const all = (pieces: readonly string[]): string => {
    const budget = new StreamBudget();
    const now = pieces.map(piece => budget.take('stdout', piece)).join('');
    return (
      now +
      budget
        .rest()
        .map(({ text }) => text)
        .join('')
    );
  };

  it('passes all that is small, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), pieces => {
        expect(all(pieces)).toBe(pieces.join(''));
      })
    );
  });

  it('keeps the beginning and the end of what is large', () => {
    const pieces = Array.from({ length: 5000 }, (_, i) =>
      `${i} `.padEnd(1000, 'x')
    );
    const kept = all(pieces);
    const mark = messages.leftOut(5_000_000 - 2 ** 20);
    expect(kept.length).toBe(2 ** 20 + mark.length);
    expect(kept.startsWith('0 x')).toBe(true);
    expect(kept.endsWith(pieces.at(-1) ?? '')).toBe(true);
    expect(kept).toContain(mark);
  });
});

it.each([
  ['10%\r50%\rdone\n', 'done\n'],
  ['long line\rab', 'abng line'],
  ['windows\r\nline', 'windows\nline'],
  ['abc\b\bX', 'aX'],
  ['plain', 'plain']
])('leaves %j as a terminal does', (text, shown) => {
  expect(foldText(text)).toBe(shown);
});

describe('trying again', () => {
  const step = aStep({
    name: 's',
    retry: { times: 3, seconds: 4, factor: 10 }
  });
  const state = { attempt: 1, lost: 0 };

  it('waits longer each time, never longer than five minutes', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1, max: 3 }),
        (run, attempt) => {
          const delay = retryDelay(step, run, 'exception', {
            attempt,
            lost: 0
          });
          expect(delay).not.toBeNull();
          expect(delay).toBeLessThanOrEqual(
            Math.min(300, 4 * 10 ** (attempt - 1))
          );
          expect(delay).toBeGreaterThanOrEqual(0);
        }
      )
    );
  });

  it('ends after as many times as asked', () => {
    expect(
      retryDelay(step, 'r', 'exception', { attempt: 4, lost: 0 })
    ).toBeNull();
  });

  it.each(['syntax', 'save', 'conflict', 'environment'])(
    'does not repeat what fails for sure: %s',
    kind => expect(retryDelay(step, 'r', kind, state)).toBeNull()
  );

  it('gives a lost worker one more try without being asked', () => {
    const plain = aStep({ name: 's' });
    expect(
      retryDelay(plain, 'r', 'lost', { attempt: 1, lost: 1 })
    ).not.toBeNull();
    expect(retryDelay(plain, 'r', 'lost', { attempt: 2, lost: 2 })).toBeNull();
    expect(retryDelay(plain, 'r', 'exception', state)).toBeNull();
  });
});

it.each([
  ['500m', 0.5],
  ['2', 2],
  ['4Gi', 4 * 2 ** 30],
  ['500M', 5e8],
  ['1k', 1000],
  ['many', null],
  ['', null]
])('reads the quantity %j', (text, value) => {
  expect(quantity(text)).toBe(value);
});

it('lets a step take what it asks for, else a core and what it needed before', () => {
  const asking = aStep({
    name: 's',
    resources: {
      cpu: '2',
      memory: '1Gi',
      gpu: { type: 'nvidia.com/gpu', count: 1 }
    }
  });
  expect(demandOf(asking, null)).toEqual({ cpu: 2, memory: 2 ** 30, gpu: 1 });
  const plain = aStep({ name: 's' });
  expect(demandOf(plain, null)).toEqual({ cpu: 1, memory: 2 ** 29, gpu: 0 });
  expect(demandOf(plain, 2 ** 30).memory).toBeCloseTo(1.2 * 2 ** 30);
});
