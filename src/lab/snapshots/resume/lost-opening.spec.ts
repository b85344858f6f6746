import type { Restored } from '../../../core/api/types';
import {
  changeOf,
  inspectionOf,
  operationOf,
  snapshotOf
} from '../../../core/view/testing/snapshots';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { problemOf } from '../../testing/problems';
import type { IAgreed } from '../consent/consent-state';
import { OpeningNotes, outcomeOf } from './lost-opening';

const RESTORED: Restored = {
  ...{ folder: 'eu', written: 1, removed: 0, safety: null, resume: null }
};

const agreedTo = (fields: Partial<IAgreed> = {}): IAgreed => ({
  inspection: inspectionOf({ snapshot: snapshotOf({ torn: ['a.csv'] }) }),
  to: 'here',
  keep: new Set(),
  isResumed: true,
  isShown: true,
  allow: ['cells'],
  scope: { notebook: 'eu' },
  ...fields
});

describe('an opening that a page was loaded again in', () => {
  afterEach(() => sessionStorage.clear());

  it('is known until it is over, without what is long', () => {
    const notes = new OpeningNotes();
    const agreed = agreedTo();
    const { here } = agreed.inspection;
    const items = [changeOf('a.csv')];
    notes.begun(operationOf(), {
      ...agreed,
      inspection: { ...agreed.inspection, here: { ...here, items } }
    });
    const [note] = new OpeningNotes().all;
    expect(note).toMatchObject({
      restored: null,
      agreed: {
        allow: ['cells'],
        inspection: { here: { items: [] }, snapshot: { torn: [] } }
      }
    });
    notes.restored(RESTORED, agreed);
    expect(new OpeningNotes().all[0]?.restored).toEqual(RESTORED);
    notes.over(agreed);
    expect(new OpeningNotes().all).toEqual([]);
  });

  it('is not looked for where the kernel was left alone', () => {
    const notes = new OpeningNotes();
    notes.begun(operationOf(), agreedTo({ isResumed: false }));
    notes.restored(RESTORED, agreedTo());
    expect(notes.all).toEqual([]);
  });

  it('is followed to its end, which may be none', async () => {
    const client = new FakeSnapshots();
    const note = {
      ...{ operation: operationOf(), agreed: agreedTo(), restored: null }
    };
    client.course = [
      operationOf({ done: 1 }),
      operationOf({ state: 'succeeded', result: RESTORED })
    ];
    expect(await outcomeOf(note, client, 1)).toEqual(RESTORED);
    client.course = [operationOf({ state: 'cancelled' })];
    expect(await outcomeOf(note, client, 1)).toBeNull();
    client.problem = problemOf({ status: 404 });
    expect(await outcomeOf(note, client, 1)).toBeNull();
    expect(await outcomeOf({ ...note, restored: RESTORED }, client)).toBe(
      RESTORED
    );
  });
});
