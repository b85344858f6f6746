import { Dialog } from '@jupyterlab/apputils';

import { settled } from '../testing/documents';
import { trans } from '../testing/render';
import { askUrl } from './ask-url';

const dialog = (): HTMLElement => {
  const node = document.querySelector<HTMLElement>('.jp-Dialog');
  if (!node) {
    throw new Error('There is no dialog.');
  }
  return node;
};

const accept = (): HTMLButtonElement | null =>
  dialog().querySelector('.jp-Dialog-button.jp-mod-accept');

function type(text: string): void {
  const input = dialog().querySelector('input');
  if (input) {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

describe('askUrl', () => {
  afterEach(() => Dialog.flush());

  it('wants something to look at', async () => {
    const asked = askUrl(trans);
    await settled();
    expect(accept()?.disabled).toBe(true);
    expect(dialog().textContent).not.toContain('Paste');
    type('snap:a/b');
    expect(accept()?.disabled).toBe(false);
    type('  ');
    expect(accept()?.disabled).toBe(true);
    expect(dialog().textContent).toContain('Paste the URL of a snapshot.');
    type(' snap:a/b ');
    accept()?.click();
    expect(await asked).toBe('snap:a/b');
  });

  it('gives nothing where it is thought better of', async () => {
    const asked = askUrl(trans);
    await settled();
    type('snap:a/b');
    dialog().querySelector<HTMLElement>('.jp-mod-reject')?.click();
    expect(await asked).toBeNull();
  });
});
