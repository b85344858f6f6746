import type { TranslationBundle } from '@jupyterlab/translation';

import type { IConsentState } from './consent-state';

/** Whether a notebook has a kernel, and whether that runs a cell. */
export type KernelNow = 'none' | 'idle' | 'busy';

/** By what a kernel says of itself; nothing where there is none. */
export function kernelNowOf(status: string | undefined): KernelNow {
  switch (status) {
    case undefined:
    case 'dead':
    case 'terminating':
      return 'none';
    case 'busy':
      return 'busy';
    default:
      return 'idle';
  }
}

/** What a live kernel loses when a snapshot is opened here; empty where that is nothing. */
export function kernelLossWords(
  { inspection, kernel, isResumed }: IConsentState,
  trans: TranslationBundle
): string {
  if (!inspection || kernel === 'none') {
    return '';
  }
  const { notebook, kind } = inspection.snapshot;
  const isBusy = kernel === 'busy';
  if (notebook !== null && isResumed) {
    return isBusy
      ? trans.__(
          'A cell is running in the kernel of %1: it is stopped. All variables in that kernel are lost; they are in no snapshot.',
          notebook
        )
      : trans.__(
          'The kernel of %1 is restarted: all variables in it are lost; they are in no snapshot.',
          notebook
        );
  }
  const goesOn = isBusy
    ? trans.__('A cell is running. It goes on while files under it change.')
    : '';
  const staysSo =
    kind === 'safety' && notebook === null
      ? trans.__(
          'Only files go back: the kernel keeps the variables that it has now, and those that a restart took are lost, they are in no snapshot.'
        )
      : '';
  return [goesOn, staysSo].filter(words => words !== '').join(' ');
}
