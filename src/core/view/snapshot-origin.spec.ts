import { latestHere } from './snapshot-origin';
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
