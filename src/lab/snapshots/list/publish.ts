import {
  Clipboard,
  Dialog,
  Notification,
  showDialog
} from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  Problem,
  Snapshot,
  SnapshotSecrets
} from '../../../core/api/types';
import { namesOf } from '../names';
import { contentWords, whichWords } from '../words';
import type { IChosen } from './actions';
import { NameField } from './name-field';

/** Copies a snapshot to a place that is asked for. */
export async function publish(
  { model, snapshot }: IChosen,
  trans: TranslationBundle
): Promise<void> {
  const whole = await model.whole(snapshot.id);
  const secrets = whole && (await model.secrets(snapshot.id));
  if (!whole || !secrets) {
    return;
  }
  const name = whichWords(snapshot, trans, model.state.items);
  const withSecrets = secrets.paths.length > 0;
  let remote = '';
  let refused = '';
  let url: string | null = null;
  // What was typed stays until it is right, or until it is thought better of.
  do {
    const typed = { remote, refused };
    const answer = await askWhere({ name, whole, secrets }, typed, trans);
    if (answer === null) {
      return;
    }
    remote = answer;
    url = await model.publish(snapshot.id, remote, withSecrets);
    const { problem } = model.state;
    refused = url === null && problem ? problemWords(problem) : '';
    if (refused !== '') {
      model.dismiss();
    }
  } while (refused !== '');
  if (url !== null) {
    Notification.success(trans.__('Published %1 to %2.', name, placeOf(url)), {
      autoClose: 8000,
      actions: [
        {
          label: trans.__('Copy URL'),
          callback: () => Clipboard.copyToSystem(url)
        }
      ]
    });
  }
}

/** Where an address leads, for people: what they typed may be taken from somewhere. */
function placeOf(url: string): string {
  return url.replace(/^snap\+(file:\/\/)?|[@#]sha256:.*$/g, '');
}

interface IGoing {
  readonly name: string;
  readonly whole: Snapshot;
  readonly secrets: SnapshotSecrets;
}

/** What was typed before, and what was wrong with it. */
interface ITyped {
  readonly remote: string;
  readonly refused: string;
}

function problemWords({ detail, hint = '' }: Problem): string {
  return `${detail} ${hint}`.trim();
}

/** The place that was typed; `null` when it was thought better of. */
async function askWhere(
  { name, whole, secrets }: IGoing,
  { remote, refused }: ITyped,
  trans: TranslationBundle
): Promise<string | null> {
  const remark = secretWords(secrets, trans);
  const { button, value } = await showDialog({
    title: trans.__('Publish “%1”', name),
    body: new NameField({
      label: trans.__(
        'Goes along: %1. Where to: a folder (from the root of JupyterLab, if relative), s3://BUCKET/PREFIX or oci://REGISTRY/NAME',
        contentWords(whole, trans)
      ),
      placeholder: trans.__('Place'),
      pattern: '.*\\S.*',
      ...{ remark, refused, value: remote },
      trouble: text => (text.trim() === '' ? trans.__('Name a place.') : '')
    }),
    focusNodeSelector: 'input',
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      remark === ''
        ? Dialog.okButton({ label: trans.__('Publish') })
        : Dialog.warnButton({ label: trans.__('Publish With Secrets') })
    ]
  });
  return button.accept ? (value ?? '').trim() : null;
}

/** What cannot be taken back; empty where there is nothing of that kind. */
function secretWords(
  { paths, more }: SnapshotSecrets,
  trans: TranslationBundle
): string {
  return paths.length === 0
    ? ''
    : trans._n(
        'This looks like a secret. It goes along, and cannot be taken back: %2',
        'These look like secrets. They go along, and cannot be taken back: %2',
        paths.length + more,
        namesOf(paths, trans, more)
      );
}
