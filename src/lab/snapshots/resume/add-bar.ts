import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ServerConnection } from '@jupyterlab/services';

import { connectEngine } from '../../model/connect';
import type { ILabContext } from '../../ui/lab-context';
import { BarReport } from './bar-report';
import { ResumeBarWidget } from './resume-bar-widget';
import type { IResumeBarState } from './ResumeBar';
import type { ResumedMemory } from './resumed-memory';

/** Nothing is under way, and there is nothing to be done. */
const AT_REST = {
  phase: null,
  isRestarted: false,
  loadAll: null,
  runNeeded: null,
  stop: null,
  cancel: null,
  retry: null,
  loadLost: null
} as const;

/** Puts a bar above a notebook instead of any other, and watches its kernel from then on. */
export function addBar(
  lab: ILabContext,
  panel: NotebookPanel,
  state: Omit<IResumeBarState, keyof typeof AT_REST | 'notebook'>,
  memory: ResumedMemory | null
): ResumeBarWidget {
  const { localPath } = panel.context;
  const bar = new ResumeBarWidget(lab, {
    ...AT_REST,
    ...state,
    notebook: localPath
  });
  bar.onOver = () => void memory?.forget(localPath);
  disposeBars(panel);
  panel.contentHeader.addWidget(bar);
  bar.watch(panel.sessionContext);
  return bar;
}

export function disposeBars({ contentHeader }: NotebookPanel): void {
  for (const widget of [...contentHeader.widgets]) {
    if (widget instanceof ResumeBarWidget) {
      widget.dispose();
    }
  }
}

/** Puts the bar back above a notebook that had one before the page was loaded again. */
export async function recallBar(
  lab: ILabContext,
  panel: NotebookPanel,
  memory: ResumedMemory,
  settings: ServerConnection.ISettings
): Promise<void> {
  const found = await memory.recall({
    context: panel.context,
    sessionContext: panel.sessionContext,
    get isDisposed() {
      return panel.isDisposed || hasBar(panel);
    }
  });
  if (found) {
    const { rest, resumed, ...state } = found;
    const bar = addBar(lab, panel, { ...state, resumed }, memory);
    if (rest && resumed) {
      const client = connectEngine(settings).snapshots;
      const reports = new BarReport(lab, client, memory);
      reports.offer({ bar, panel, resumed, rest });
    }
  }
}

/** It was brought back once more meanwhile, and is told of already. */
function hasBar({ contentHeader }: NotebookPanel): boolean {
  return contentHeader.widgets.some(
    widget => widget instanceof ResumeBarWidget
  );
}
