import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { SnapshotSummary } from '../../../core/api/types';
import { formatBytes } from '../../../core/view';
import { CommandIDs } from '../../commands/ids';
import { namesOf } from '../names';
import { whichWords } from '../words';
import { NameField } from './name-field';
import type { SnapshotsModel } from './snapshots-model';
import { holderOf, nameOf, namePattern } from './taken-names';

/** One snapshot of a list. */
export interface IChosen {
  readonly model: SnapshotsModel;
  readonly snapshot: SnapshotSummary;
}

/** Keeps a snapshot under a name that is asked for, or keeps it no longer. */
export async function keep(
  { model, snapshot }: IChosen,
  trans: TranslationBundle
): Promise<void> {
  if (snapshot.kept !== null) {
    await model.keep(snapshot.id, null);
    return;
  }
  const { items } = model.state;
  const { button, value } = await showDialog({
    title: trans.__('Keep “%1”', whichWords(snapshot, trans, items)),
    body: new NameField({
      label: trans.__(
        'Name, of letters, digits and . _ - + = @. It stays until you keep it no longer.'
      ),
      placeholder: trans.__('Name'),
      pattern: namePattern(items),
      trouble: text => takenWords(text, items, trans)
    }),
    focusNodeSelector: 'input',
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Keep') })
    ]
  });
  const name = button.accept ? nameOf(value ?? '') : '';
  if (name !== '') {
    await model.keep(snapshot.id, name);
  }
}

/** Which snapshot has a name already; empty for a name that is free. */
function takenWords(
  text: string,
  items: readonly SnapshotSummary[],
  trans: TranslationBundle
): string {
  const holder = holderOf(text, items);
  return holder === null
    ? ''
    : trans.__(
        '“%1” names “%2” already.',
        nameOf(text),
        whichWords(holder, trans, items)
      );
}

/** Takes a snapshot off the list, if that is meant. */
export async function remove(
  { model, snapshot }: IChosen,
  trans: TranslationBundle
): Promise<void> {
  const { button } = await showDialog({
    title: trans.__(
      'Delete “%1”?',
      whichWords(snapshot, trans, model.state.items)
    ),
    body: [
      ...(snapshot.kept === null
        ? []
        : [trans.__('It is kept as “%1”.', snapshot.kept)]),
      trans.__(
        'It cannot be opened any more. What other snapshots hold too stays.'
      )
    ].join(' '),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete') })
    ]
  });
  if (button.accept) {
    if (snapshot.kept !== null) {
      await model.keep(snapshot.id, null);
    }
    await model.remove(snapshot.id);
  }
}

/** Gives back room, and says how much that was. */
export async function freeRoom(
  model: SnapshotsModel,
  trans: TranslationBundle
): Promise<void> {
  const freed = await model.prune();
  if (freed !== null) {
    Notification.info(
      freed > 0
        ? trans.__('%1 freed.', formatBytes(freed))
        : trans.__('There is no room to free: all of it is in use.'),
      { autoClose: 5000 }
    );
  }
}

/** Says of a new snapshot what stayed out of it, as it looks like secrets. */
export async function tellLeftOut(
  model: SnapshotsModel,
  id: string,
  commands: CommandRegistry,
  trans: TranslationBundle
): Promise<void> {
  const found = await model.whole(id);
  if (found === null || found.withheld.length === 0) {
    return;
  }
  const { withheld, message } = found;
  const names = namesOf(withheld, trans);
  Notification.warning(
    trans._n(
      '%1 file was left out, for it looks like a secret: %2.',
      '%1 files were left out, for they look like secrets: %2.',
      withheld.length,
      names
    ),
    {
      // A question stays until it is answered.
      autoClose: false,
      actions: [
        {
          label: trans.__('Leave Out'),
          callback: () => undefined
        },
        {
          label: trans.__('Take Along'),
          caption: trans.__(
            'Takes another snapshot with them, as every later one; .snapshotignore says so.'
          ),
          callback: () =>
            void takeAlong(model, message, withheld, commands, trans)
        },
        {
          label: trans.__('Show'),
          callback: () => {
            const { notebook } = model.scope;
            void commands.execute(CommandIDs.showSnapshot, { id, notebook });
          }
        }
      ]
    }
  );
}

/** Takes another snapshot, now with what was left out, and named so that the two are told apart. */
async function takeAlong(
  model: SnapshotsModel,
  message: string,
  paths: readonly string[],
  commands: CommandRegistry,
  trans: TranslationBundle
): Promise<void> {
  const name =
    message && trans.__('%1, with %2', message, namesOf(paths, trans));
  const id = await model.take(name, paths);
  if (id !== null) {
    Notification.info(
      trans.__(
        'From now on snapshots hold %1; before one is published, it is named. Take its line out of .snapshotignore to leave it out again.',
        namesOf(paths, trans)
      ),
      { autoClose: 15_000 }
    );
    await tellLeftOut(model, id, commands, trans);
  }
}
