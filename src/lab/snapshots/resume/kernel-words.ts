import type { TranslationBundle } from '@jupyterlab/translation';

import type { Awaited, NoKernel } from './fresh-kernel';

/** What a kernel that takes long is about. */
export function awaitedWords(
  awaited: Awaited,
  trans: TranslationBundle
): string {
  switch (awaited) {
    case 'session':
      return trans.__('Still waiting for the notebook’s session…');
    case 'start':
      return trans.__('Still waiting for the kernel to start…');
    case 'restart':
      return trans.__('Still waiting for the kernel to restart…');
    case 'answer':
      return trans.__('Still waiting for the kernel’s first answer…');
  }
}

/** Why nothing could be loaded, and what to do. */
export function noKernelWords(
  noKernel: NoKernel,
  trans: TranslationBundle
): string {
  switch (noKernel.why) {
    case 'none':
      return trans.__('Choose a kernel for the notebook, then try again.');
    case 'ended':
      return trans.__(
        'The kernel ended before it answered. Its log tells why; then try again.'
      );
    case 'kept':
      return trans.__(
        'The kernel could not be restarted, and still has what it ran before. Shut it down, then try again.'
      );
    case 'cancelled':
      return trans.__('You did not want to wait. The files are there.');
    case 'late':
      return lateWords(noKernel.awaited, trans);
    case 'failed':
      return noKernel.reason;
  }
}

function lateWords(awaited: Awaited, trans: TranslationBundle): string {
  switch (awaited) {
    case 'session':
      return trans.__(
        'The notebook got no session for a long time. See whether the server answers, then try again.'
      );
    case 'start':
    case 'restart':
      return trans.__(
        'The kernel did not start for a long time. See whether the machine is busy, then try again.'
      );
    case 'answer':
      return trans.__(
        'The kernel did not answer for a long time. Interrupt it or shut it down, then try again.'
      );
  }
}
