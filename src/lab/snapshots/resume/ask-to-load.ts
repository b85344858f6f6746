import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Asks whether Python objects of these names are loaded, too. */
export async function askToLoad(
  names: readonly string[],
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans._n(
      'Load %1 Python object?',
      'Load %1 Python objects?',
      names.length
    ),
    body: trans.__(
      'To read %1 can run code of whoever made the snapshot, in this kernel. All variables are loaded anew.',
      names.join(', ')
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Load') })
    ]
  });
  return button.accept;
}

/** Asks whether the kernel is restarted to load what a page that was loaded again has lost. */
export async function askToRestart(trans: TranslationBundle): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Load the variables?'),
    body: trans.__(
      'The kernel of the notebook is restarted first: all variables in it are lost.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Restart and Load') })
    ]
  });
  return button.accept;
}
