import { digestOf, summaryOf } from './testing/snapshots';
import { timelineOf } from './snapshot-timeline';

const at = (id: string, fields: Parameters<typeof summaryOf>[0] = {}) =>
  summaryOf({ id: digestOf(id), ...fields });

const alone = { run: null, runNumber: null, step: null, when: null } as const;

const shape = (items: Parameters<typeof timelineOf>[0]) =>
  timelineOf(items).groups.map(({ number, rows }) => [
    number,
    ...rows.map(
      ({ snapshot, same }) => `${snapshot.id[7]}${'+'.repeat(same.length)}`
    )
  ]);

describe('timelineOf', () => {
  it('puts the snapshots of a run together where its newest stands', () => {
    const other = { run: 'run-43', runNumber: 43 };
    expect(
      shape([
        at('a', other),
        at('b'),
        at('c', { ...alone, kind: 'manual' }),
        at('d', other),
        at('e')
      ])
    ).toEqual([
      [43, 'a', 'd'],
      [42, 'b', 'e'],
      [null, 'c']
    ]);
  });

  it('keeps those apart that were taken before and after a run', () => {
    const manual = { ...alone, kind: 'manual' as const };
    expect(
      shape([at('a', manual), at('b', manual), at('c'), at('d', manual)])
    ).toEqual([
      [null, 'a', 'b'],
      [42, 'c'],
      [null, 'd']
    ]);
  });

  it('says when a run began, and when the last one outside of runs was taken', () => {
    const times = ['2026-03-01T12:00:00Z', '2026-03-01T11:00:00Z'] as const;
    const [newer, older] = times;
    const found = (fields: Parameters<typeof summaryOf>[0]) =>
      timelineOf([
        at('a', { ...fields, at: newer }),
        at('b', { ...fields, at: older })
      ]).groups.map(group => group.at);
    expect(found({})).toEqual([older]);
    expect(found({ ...alone, kind: 'manual' })).toEqual([newer]);
  });

  it('folds neighbours with the same files, but none that somebody marked', () => {
    const tree = digestOf('f');
    expect(
      shape([
        at('a', { tree }),
        at('b', { tree }),
        at('c', { tree, kept: 'good' }),
        at('d', { tree }),
        at('e')
      ])
    ).toEqual([[42, 'a+', 'c+', 'e']]);
  });

  it('does not fold across runs', () => {
    const tree = digestOf('f');
    expect(
      shape([at('a', { tree }), at('b', { tree, run: 'x', runNumber: 7 })])
    ).toEqual([
      [42, 'a'],
      [7, 'b']
    ]);
  });

  it('keeps those that were made elsewhere apart from runs', () => {
    const items = [at('a', { bucket: 'fetched' }), at('b')];
    expect(shape(items)).toEqual([[42, 'b']]);
    const { fetched } = timelineOf(items);
    expect(fetched.map(({ snapshot }) => snapshot.id[7])).toEqual(['a']);
  });

  it('lists kept and published ones again, under other keys', () => {
    const { groups, kept, published } = timelineOf([
      at('a', { kept: 'good', published: ['snap+s3://b#sha256:0'] })
    ]);
    const keys = [groups[0]?.rows[0], kept[0], published[0]].map(
      row => row?.key
    );
    expect(new Set(keys).size).toBe(3);
  });
});
