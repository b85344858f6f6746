import { digestOf, summaryOf } from '../../core/view/testing/snapshots';
import { listText } from './printing';

const OUTSIDE = { run: null, runNumber: null, step: null, when: null } as const;

const safety = (id: string, at: string, opened: string) =>
  summaryOf({
    ...{ ...OUTSIDE, kind: 'safety', notebook: null },
    ...{ id: digestOf(id), at, opened }
  });

describe('listText', () => {
  it('tells safety snapshots of one minute apart by their seconds', () => {
    const [, newest, back, oldest, early, run] = listText([
      safety('d', '2026-03-04T12:01:00.000Z', '0000'),
      safety('c', '2026-03-04T12:00:09.000Z', digestOf('b').slice(7, 15)),
      safety('b', '2026-03-04T12:00:07.000Z', '51de09c7'),
      safety('a', '2026-03-04T11:59:07.000Z', '51de09c7'),
      summaryOf({ at: '2026-03-04T12:00:07.000Z' })
    ]).split('\n');
    expect(newest).toMatch(/ \d\d:\d\d +before another/);
    expect(back).toMatch(/ \d\d:\d\d:09 +before going back to .*:\d\d:07 /);
    expect(oldest).toMatch(
      / \d\d:\d\d:07 +before run 42, before svm was opened/
    );
    expect(early).toMatch(/ \d\d:\d\d +before run 42, before svm was opened/);
    expect(run).toMatch(/ \d\d:\d\d +run 42, before svm/);
  });

  it('says what files and variables take', () => {
    const [head, some, old, none] = listText([
      summaryOf({ stateBytes: 3_500_000 }),
      summaryOf(),
      summaryOf({ variables: 0, stateBytes: 0 })
    ]).split('\n');
    expect(head).toMatch(/ files +size +variables$/);
    expect(some).toMatch(/ 1284 +212 MB +2, 3\.5 MB$/);
    expect(old).toMatch(/ 1284 +212 MB +2$/);
    expect(none).toMatch(/ 1284 +212 MB$/);
  });

  it('says of which run files were copied then', () => {
    const at = '2026-03-04T12:00:00.000Z';
    const copied = { ...safety('a', at, '0000'), opened: null, copied: 42 };
    expect(listText([copied])).toContain('before files of run 42 were copied');
  });
});
