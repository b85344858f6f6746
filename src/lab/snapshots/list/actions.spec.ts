import { Dialog, Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import {
  digestOf,
  operationOf,
  summaryOf
} from '../../../core/view/testing/snapshots';
import { settled } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { keep, tellLeftOut } from './actions';
import { SnapshotsModel } from './snapshots-model';

const trans = nullTranslator.load('');

async function choose() {
  const client = new FakeSnapshots();
  const [snapshot, other] = [
    summaryOf({ id: digestOf('1') }),
    summaryOf({ id: digestOf('2'), kept: 'gold', step: 'load' })
  ];
  client.items = [snapshot, other];
  const model = new SnapshotsModel(client, () => ({ notebook: 'a.ipynb' }), 1);
  await model.open();
  return { client, chosen: { model, snapshot } };
}

const shown = (): HTMLElement => {
  const node = document.querySelector<HTMLElement>('.jp-Dialog');
  if (!node) {
    throw new Error('There is no dialog.');
  }
  return node;
};

function type(text: string): void {
  const input = shown().querySelector('input');
  if (input) {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

const accept = (): HTMLButtonElement | null =>
  shown().querySelector('.jp-Dialog-button.jp-mod-accept');

describe('actions of the list', () => {
  afterEach(() => Dialog.flush());

  it('keeps under no name that another snapshot has, and says which', async () => {
    const { client, chosen } = await choose();
    const done = keep(chosen, trans);
    await settled();
    type('gold');
    expect(shown().textContent).toContain('“gold” names “run 42, before load”');
    expect(accept()?.disabled).toBe(true);
    type('my gold');
    expect(shown().textContent).not.toContain('names');
    expect(accept()?.disabled).toBe(false);
    accept()?.click();
    await done;
    expect(client.asked).toContain(`keep ${chosen.snapshot.id} my-gold`);
  });

  it('asks whether what looks like a secret is taken along', async () => {
    const { client, chosen } = await choose();
    const { model, snapshot } = chosen;
    client.withheld = ['.env', 'keys/a.pem'];
    client.message = 'gold';
    client.course = [
      operationOf({ state: 'succeeded', result: { id: snapshot.id } })
    ];
    await tellLeftOut(model, snapshot.id, new CommandRegistry(), trans);
    const [asked] = Notification.manager.notifications;
    expect(asked?.message).toContain('.env, keys/a.pem');
    const answer = (label: string) =>
      asked?.options.actions?.find(one => one.label === label);
    expect(answer('Leave Out')).toBeDefined();
    client.withheld = [];
    answer('Take Along')?.callback(new MouseEvent('click'));
    await settled();
    expect(client.asked).toContain(
      'create gold, with .env, keys/a.pem .env keys/a.pem'
    );
    const told = Notification.manager.notifications;
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('From now on snapshots hold .env, keys/a.pem'),
      asked?.message
    ]);
    Notification.dismiss();
  });
});
