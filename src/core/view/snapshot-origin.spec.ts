import { isCloseToAnother, latestHere } from './snapshot-origin';
import { digestOf, summaryOf } from './testing/snapshots';

const run = summaryOf({ id: digestOf('aaaaaaaa') });
const fetched = summaryOf({ id: digestOf('ffffffff'), bucket: 'fetched' });
const safety = summaryOf({
  id: digestOf('bbbbbbbb'),
  kind: 'safety',
  opened: 'aaaaaaaa'
});

describe('what the workspace is compared with', () => {
  it('is the newest that was taken of it, not what was only fetched', () => {
    expect(latestHere([fetched, run])).toBe(run);
    expect(latestHere([fetched])).toBeNull();
    expect(latestHere([])).toBeNull();
  });

  it('is what was opened in it last, also if that was fetched', () => {
    expect(latestHere([safety, fetched, run])).toBe(run);
    const foreign = { ...safety, opened: 'ffffffff' };
    expect(latestHere([foreign, fetched, run])).toBe(fetched);
  });

  it('is the safety snapshot where what was opened is not listed any more', () => {
    expect(latestHere([{ ...safety, opened: 'cccccccc' }, run])?.id).toBe(
      safety.id
    );
  });
});

describe('what the minute does not tell apart', () => {
  it('was taken in that of another, outside of runs', () => {
    const alone = { run: null, runNumber: null, kind: 'manual' } as const;
    const at = (id: string, time: string) =>
      summaryOf({ ...alone, id: digestOf(id), at: `2026-03-04T${time}.000Z` });
    const [one, two, late] = [
      at('1', '12:00:01'),
      at('2', '12:00:59'),
      at('3', '12:01:00')
    ];
    const ofRun = { ...late, id: digestOf('4'), run: 'run-42' };
    const all = [ofRun, late, two, one];
    expect(all.map(item => isCloseToAnother(item, all))).toEqual([
      false,
      false,
      true,
      true
    ]);
    expect(isCloseToAnother(one, [])).toBe(false);
  });
});
