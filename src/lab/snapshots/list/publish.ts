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
    remote = await askWhere({ name, whole, secrets }, typed, trans);
    if (remote === '') {
      return;
    }
    url = await model.publish(snapshot.id, remote, withSecrets);
    const { problem } = model.state;
    refused = url === null && problem ? problemWords(problem) : '';
    if (refused !== '') {
      model.dismiss();
    }
  } while (refused !== '');
  if (url !== null) {
    Notification.success(trans.__('Published %1.', name), {
      autoClose: 5000,
      actions: [
        {
          label: trans.__('Copy URL'),
          callback: () => Clipboard.copyToSystem(url)
        }
      ]
    });
  }
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

/** The place that was typed; empty when it was thought better of. */
async function askWhere(
  { name, whole, secrets }: IGoing,
  { remote, refused }: ITyped,
  trans: TranslationBundle
): Promise<string> {
  const remark = secretWords(secrets, trans);
  const { button, value } = await showDialog({
    title: trans.__('Publish “%1”', name),
    body: new NameField({
      label: trans.__(
        'Goes along: %1. Where to: a folder, s3://BUCKET/PREFIX or oci://REGISTRY/NAME',
        contentWords(whole, trans)
      ),
      placeholder: trans.__('Place'),
      pattern: '.*\\S.*',
      ...{ remark, refused, value: remote },
      trouble: () => ''
    }),
    focusNodeSelector: 'input',
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      remark === ''
        ? Dialog.okButton({ label: trans.__('Publish') })
        : Dialog.warnButton({ label: trans.__('Publish With Secrets') })
    ]
  });
  return button.accept ? (value ?? '').trim() : '';
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
