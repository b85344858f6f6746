import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { NameField } from './list/name-field';

/** The address that was pasted; `null` when it was thought better of. */
export async function askUrl(trans: TranslationBundle): Promise<string | null> {
  const { button, value } = await showDialog({
    title: trans.__('Open snapshot'),
    body: new NameField({
      label: trans.__(
        'Its URL, as Copy URL gave it. You see what it holds, and are asked, before any of its files is fetched, written or run.'
      ),
      placeholder: trans.__('snap:…@sha256:…'),
      pattern: '.*\\S.*',
      trouble: text =>
        text.trim() === '' ? trans.__('Paste the URL of a snapshot.') : ''
    }),
    focusNodeSelector: 'input',
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Look at it') })
    ]
  });
  return button.accept ? (value ?? '').trim() : null;
}
