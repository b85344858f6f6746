import { assignHues } from './hues';
import type { Arrow } from './order';

const names = (count: number) =>
  Array.from({ length: count }, (_, n) => `step_${n}`);

describe('assignHues', () => {
  it('begins with the first, and keeps what a name has', () => {
    const before = assignHues(['a', 'b', 'c']);
    expect([...before.values()]).toEqual([1, 2, 3]);
    const after = assignHues(['b', 'new', 'c'], before);
    expect(after.get('b')).toBe(2);
    expect(after.get('new')).toBe(1);
    expect(after.get('c')).toBe(3);
  });

  it('begins anew after the eighth', () => {
    const hues = [...assignHues(names(20)).values()];
    expect(hues.slice(8, 16)).toEqual(hues.slice(0, 8));
  });

  it.each([1, 3, 8, 9, 16, 24])(
    'gives no two ends of an arrow over %d rows the same colour',
    reach => {
      const steps = names(200);
      const arrows = steps.flatMap((to, at): Arrow[] =>
        [steps[at - reach], steps[at - 8]].flatMap(from =>
          from === undefined ? [] : [[from, to]]
        )
      );
      const hues = assignHues(steps, new Map(), arrows);
      const alike = arrows.filter(([a, b]) => hues.get(a) === hues.get(b));
      expect(alike).toEqual([]);
      const rows = steps.filter(
        (name, at) => at > 0 && hues.get(name) === hues.get(steps[at - 1] ?? '')
      );
      expect(rows).toEqual([]);
    }
  );

  it('has a colour also for a step beside steps of all colours', () => {
    const steps = names(9);
    const arrows = steps.slice(0, 8).map((from): Arrow => [from, 'step_8']);
    expect(assignHues(steps, new Map(), arrows).get('step_8')).toBe(1);
  });
});
