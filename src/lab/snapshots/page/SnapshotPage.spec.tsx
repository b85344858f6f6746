import * as React from 'react';

import { digestOf, summaryOf } from '../../../core/view/testing/snapshots';
import { settled } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { during, render } from '../../testing/render';
import { SnapshotsModel } from '../list/snapshots-model';
import { SnapshotPageModel } from './snapshot-page-model';
import { SnapshotPage } from './SnapshotPage';

describe('SnapshotPage', () => {
  it('names a safety snapshot by what was opened, also where that is the one of the page', async () => {
    const client = new FakeSnapshots();
    const shown = summaryOf({ id: digestOf('a1b2c3d4') });
    const outside = { run: null, runNumber: null, step: null, when: null };
    client.items = [
      summaryOf({
        ...outside,
        ...{ id: digestOf('f'), kind: 'safety', opened: 'a1b2c3d4' }
      }),
      shown
    ];
    const list = new SnapshotsModel(client, () => ({ notebook: 'a.ipynb' }));
    const model = new SnapshotPageModel(list, shown.id);
    await during(() => settled());
    const { node } = render(
      <SnapshotPage
        model={model}
        read={async () => ({
          before: { kind: 'none' },
          after: { kind: 'none' }
        })}
      />
    );
    const options = [...node.querySelectorAll('option')];
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'now',
      expect.stringContaining('before run 42, before svm was opened · ')
    ]);
    model.dispose();
    list.dispose();
  });
});
