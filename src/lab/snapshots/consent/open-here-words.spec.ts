import { nullTranslator } from '@jupyterlab/translation';

import type { CodeKind } from '../../../core/api/types';
import {
  digestOf,
  inspectionOf,
  snapshotOf
} from '../../../core/view/testing/snapshots';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { settled } from '../../testing/documents';
import { timeWords } from '../words';
import { ConsentModel } from './consent-model';
import {
  backWords,
  couldRunWords,
  heldWords,
  openHereWords
} from './open-here-words';

const trans = nullTranslator.load('kalette');

const OPENED = snapshotOf({ id: digestOf('a1b2c3d4'), when: 'after' });
const SAFETY = snapshotOf({
  ...{ kind: 'safety', opened: 'a1b2c3d4', at: '2020-03-04T19:15:00Z' },
  ...{ run: null, runNumber: null, step: null, when: null }
});

describe('the question whether a snapshot is opened here', () => {
  it('is for the time to go back to, after another was opened', () => {
    const time = timeWords(SAFETY.at);
    expect(openHereWords(SAFETY, trans)).toBe(`Go back to ${time}?`);
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

describe('what is said of a snapshot before it is opened here', () => {
  it('is whose it is and what it holds', () => {
    expect(heldWords(inspectionOf(), trans)).toBe(
      'Signed by you · 1284 files (212 MB), 2 variables (3.5 MB)'
    );
  });

  it('is what could run, with how much of each kind', () => {
    const [plain] = snapshotOf().state;
    const object = { ...plain, name: 'model', tier: 'trusted' as const };
    const code = (kind: CodeKind, path: string | null, detail = '') => ({
      ...{ kind, path, detail },
      canView: false
    });
    const inspection = inspectionOf({
      snapshot: snapshotOf({ state: [plain, object] }),
      code: [
        code('startup', '.envrc'),
        code('startup', 'sitecustomize.py'),
        code('cells', null, '4'),
        code('variables', null, 'model'),
        code('notebook', null, 'HTML in 3 cells')
      ]
    });
    expect(couldRunWords(inspection, trans)).toBe(
      'What could run code: Files that run by themselves (2) · Its import and function cells (4) · Variables saved as Python objects (1 of 2) · The notebook’s output'
    );
    expect(couldRunWords(inspectionOf(), trans)).toBe(
      'What could run code: nothing that Kalette knows of'
    );
  });
});
