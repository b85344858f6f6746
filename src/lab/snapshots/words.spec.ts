import { snapshotOf } from '../../core/view/testing/snapshots';
import { trans } from '../testing/render';
import { openedWords, timeWords } from './words';

describe('openedWords', () => {
  it('names what was opened, and the time where that was the way back', () => {
    expect(openedWords(snapshotOf(), trans)).toBe(
      'This is run 42, before svm.'
    );
    const at = '2020-03-04T19:15:00Z';
    const outside = { run: null, runNumber: null, step: null, when: null };
    const safety = snapshotOf({ ...outside, kind: 'safety', at });
    expect(openedWords(safety, trans)).toBe(
      `The files are as they were at ${timeWords(at)}, before a snapshot was opened.`
    );
  });
});
