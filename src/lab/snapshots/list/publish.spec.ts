import { Dialog, Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import {
  digestOf,
  operationOf,
  summaryOf
} from '../../../core/view/testing/snapshots';
import { settled } from '../../testing/documents';
import { FakeSnapshots } from '../../testing/fake-snapshots';
import { publish } from './publish';
import { SnapshotsModel } from './snapshots-model';

const trans = nullTranslator.load('');

const URL = `snap+s3://b/team@${digestOf('0')}`;

/** The dialog for one snapshot, and how it ends. */
async function ask(taken: readonly string[] = []) {
  const client = new FakeSnapshots();
  const snapshot = summaryOf({ id: digestOf('1') });
  client.items = [snapshot];
  client.taken = taken;
  client.course = [operationOf({ state: 'succeeded', result: { url: URL } })];
  const model = new SnapshotsModel(client, () => ({ notebook: 'a.ipynb' }), 1);
  await model.open();
  const done = publish({ model, snapshot }, trans);
  await settled();
  return { client, model, done, id: snapshot.id };
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

const button = (kind: 'accept' | 'reject') =>
  shown().querySelector<HTMLButtonElement>(`.jp-Dialog-button.jp-mod-${kind}`);

describe('publishing', () => {
  afterEach(() => {
    Dialog.flush();
    Notification.dismiss();
  });

  it('says what goes along before it does', async () => {
    const { client, done } = await ask();
    expect(shown().textContent).toContain(
      '1284 files (212 MB), 2 variables (3.5 MB)'
    );
    expect(shown().textContent).not.toContain('secret');
    button('reject')?.click();
    await done;
    expect(client.asked.join()).not.toContain('publish');
  });

  it('names what looks like a secret, and agreeing says so', async () => {
    const { client, done, id } = await ask(['.env', 'a.pem', 'b.pem', 'c.pem']);
    expect(shown().textContent).toContain('.env, a.pem, b.pem and 1 more');
    expect(button('accept')?.textContent).toBe('Publish With Secrets');
    type('s3://b');
    button('accept')?.click();
    await done;
    expect(client.asked).toContain(`publish ${id} s3://b with secrets`);
  });

  it('asks again, with what was typed, where that was refused', async () => {
    const { client, model, done, id } = await ask();
    const course = client.course;
    const problem = { code: 'x', detail: 'No such place.', hint: 'Use s3://.' };
    client.course = [operationOf({ state: 'failed', problem })];
    type('http://b');
    button('accept')?.click();
    await settled();
    expect(shown().querySelector('input')?.value).toBe('http://b');
    expect(shown().textContent).toContain('No such place. Use s3://.');
    expect(model.state.problem).toBeNull();
    client.course = course;
    type('s3://b');
    expect(shown().textContent).not.toContain('No such place.');
    button('accept')?.click();
    await done;
    expect(client.asked).toContain(`publish ${id} s3://b`);
  });

  it('publishes nowhere where no place is named', async () => {
    const { client, done } = await ask();
    expect(button('accept')?.disabled).toBe(true);
    expect(shown().textContent).not.toContain('Name a place.');
    type('s3://b');
    expect(button('accept')?.disabled).toBe(false);
    type(' ');
    expect(button('accept')?.disabled).toBe(true);
    expect(shown().textContent).toContain('Name a place.');
    expect(client.asked.join()).not.toContain('publish');
    button('reject')?.click();
    await done;
  });

  it('says where a folder lies that was typed without its root', async () => {
    const url = `snap+file:///home/ada/shared#${digestOf('1')}`;
    const { client, done } = await ask();
    client.course = [operationOf({ state: 'succeeded', result: { url } })];
    type('shared');
    button('accept')?.click();
    await done;
    const [told] = Notification.manager.notifications;
    expect(told?.message).toContain(' to /home/ada/shared.');
  });

  it('asks nothing more where it was cancelled on the way', async () => {
    const { client, done } = await ask();
    client.course = [operationOf({ state: 'cancelled' })];
    type('s3://b');
    button('accept')?.click();
    await done;
    expect(document.querySelector('.jp-Dialog')).toBeNull();
  });

  it('allows no secrets where none were shown', async () => {
    const { client, done, id } = await ask();
    type(' s3://b ');
    button('accept')?.click();
    await done;
    expect(client.asked).toContain(`publish ${id} s3://b`);
    const [told] = Notification.manager.notifications;
    expect(told?.message).toBe('Published run 42, before svm to s3://b/team.');
  });
});
