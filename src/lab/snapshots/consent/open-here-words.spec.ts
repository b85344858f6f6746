import { nullTranslator } from '@jupyterlab/translation';

import {
  digestOf,
  inspectionOf,
  snapshotOf
} from '../../../core/view/testing/snapshots';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { settled } from '../../testing/documents';
import { timeWords } from '../words';
import { ConsentModel } from './consent-model';
import { backWords, openHereWords } from './open-here-words';

const trans = nullTranslator.load('kalette');

const OPENED = snapshotOf({ id: digestOf('a1b2c3d4'), when: 'after' });
const SAFETY = snapshotOf({
  ...{ kind: 'safety', opened: 'a1b2c3d4', at: '2020-03-04T19:15:00Z' },
  ...{ run: null, runNumber: null, step: null, when: null }
});

describe('the question whether a snapshot is opened here', () => {
  it('is for the time to return to, after another was opened', () => {
    const time = timeWords(SAFETY.at);
    expect(openHereWords(SAFETY, trans)).toBe(`Return to ${time}?`);
    expect(backWords(SAFETY, OPENED, trans)).toBe(
      `Your workspace goes back to ${time}, before run 42, after svm was opened.`
    );
  });

  it('is for the moment of any other', () => {
    expect(openHereWords(OPENED, trans)).toBe('Open “after svm” here?');
    expect(backWords(OPENED, null, trans)).toBe(
      'Your workspace goes back to run 42, after svm.'
    );
  });

  it('looks up what was opened', async () => {
    const client = new FakeSnapshots();
    client.inspection = inspectionOf({ snapshot: SAFETY });
    const { url } = SAFETY;
    const scope = { notebook: 'digits.ipynb' };
    const host = {
      unsaved: () => [],
      kernel: () => Promise.resolve('none')
    } as never;
    const model = new ConsentModel({ client, scope, url, to: 'here', host });
    await settled();
    expect(client.asked).toContain('get a1b2c3d4');
    expect(model.state.opened).not.toBeNull();
    model.dispose();
  });
});
