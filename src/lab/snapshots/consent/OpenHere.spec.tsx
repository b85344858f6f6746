import * as React from 'react';

import { inspectionOf } from '../../../core/view/testing/snapshots';
import { settled } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { during, find, render } from '../../testing/render';
import { ConsentModel } from './consent-model';
import { OpenHere } from './OpenHere';

describe('OpenHere', () => {
  it('says whose the snapshot is, what it holds and what could run, as the page does', async () => {
    const client = new FakeSnapshots();
    const file = { path: '.envrc', detail: '', canView: true };
    client.inspection = inspectionOf({ code: [{ ...file, kind: 'startup' }] });
    const model = new ConsentModel({
      client,
      scope: { notebook: 'digits.ipynb' },
      url: client.inspection.url,
      to: 'here',
      host: {
        unsaved: () => [],
        kernel: () => Promise.resolve('none'),
        save: () => Promise.resolve(null),
        interrupted: () => undefined,
        begun: () => undefined,
        ended: () => undefined,
        restored: () => undefined
      }
    });
    await during(() => settled());
    const { node } = render(
      <OpenHere
        model={model}
        read={async () => ({
          before: { kind: 'none' },
          after: { kind: 'none' }
        })}
      />
    );
    const said = find(node, 'p', 'Signed by you · 1284 files').textContent;
    expect(said).toContain('Files that run by themselves (1)');
    model.dispose();
  });
});
