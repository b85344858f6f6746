import type { JupyterFrontEnd } from '@jupyterlab/application';
import { NotebookPanel } from '@jupyterlab/notebook';

import { type KernelNow, kernelNowOf } from '../consent/kernel-loss';

type App = Pick<JupyterFrontEnd, 'shell' | 'serviceManager'>;

/** Whether a notebook has a kernel now, open or not, and whether a cell is running in it. */
export async function kernelNow(
  { shell, serviceManager }: App,
  path: string
): Promise<KernelNow> {
  for (const panel of shell.widgets('main')) {
    if (panel instanceof NotebookPanel && panel.context.localPath === path) {
      // What it says is of this moment, where lists of sessions lag behind.
      const kernel = panel.sessionContext.session?.kernel;
      if (kernel) {
        return kernelNowOf(kernel.status);
      }
    }
  }
  const { sessions } = serviceManager;
  // A kernel goes on when its notebook is closed. Who cannot be asked can restart none either.
  await sessions.refreshRunning().catch(() => undefined);
  const found = await sessions.findByPath(path).catch(() => undefined);
  return kernelNowOf(found?.kernel?.execution_state);
}
