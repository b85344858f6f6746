import type { NotebookPanel } from '@jupyterlab/notebook';
import { type Kernel, KernelMessage } from '@jupyterlab/services';

import type { Resume } from '../../../core/api/types';
import { revealCell } from '../../cells/reveal';
import { type Awaited, freshKernel } from './fresh-kernel';
import {
  ALL_RUN,
  type IReport,
  type IResumed,
  readReport
} from './resume-report';
import { runCells, TIMES } from './run-cells';

/** What is being done, for people to watch: of a kernel that takes long what is waited for. */
export type Phase =
  | 'kernel'
  | Awaited
  | 'cells'
  | 'needed'
  | 'variables'
  | 'stopping'
  | 'returning';

export interface IResumeOptions {
  /** Open, and as it is on disk. */
  readonly panel: NotebookPanel;
  readonly resume: Resume;
  /** True when the notebook had a kernel before it was opened: that has run something. */
  readonly hadKernel: boolean;
  /** Whether the kernel is restarted and gets the variables. */
  readonly isResumed: boolean;
  readonly isShown: boolean;
  /** Ends the waiting for the kernel, and interrupts what is run or loaded in it. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase) => void;
}

/**
 * Brings a notebook back to where a snapshot was taken: a fresh kernel, the import and function
 * cells run in sight, then the variables. Resolves to `null` when the notebook was closed on the
 * way, or the kernel was left alone.
 */
export async function resumeNotebook(
  options: IResumeOptions
): Promise<IResumed | null> {
  const { panel, resume, isShown } = options;
  await panel.context.ready;
  await panel.revealed;
  const resumed = options.isResumed ? await loadInto(options) : null;
  if (panel.isDisposed) {
    return null;
  }
  if (isShown && resume.cell !== null) {
    await revealCell(panel, { cell: resume.cell });
  }
  return resumed;
}

/** Loads the variables once more, into the kernel as it is; `null` when nothing could be. */
export async function loadAgain(
  panel: NotebookPanel,
  { code, missing, variables }: Resume,
  signal: AbortSignal
): Promise<IResumed | null> {
  const report = await interruptible(panel, signal, () =>
    loadVariables(panel, code, signal)
  );
  return (
    report && {
      ...report,
      variables,
      missing,
      cells: ALL_RUN,
      isStopped: signal.aborted,
      noKernel: null
    }
  );
}

/** Interrupts the kernel when nobody wants any more what it does meanwhile. */
export async function interruptible<T>(
  panel: NotebookPanel,
  signal: AbortSignal,
  work: () => Promise<T>
): Promise<T> {
  const interrupt = (): void => {
    // One whose notebook is closed goes on, as it does with every other cell.
    const kernel = panel.isDisposed
      ? null
      : panel.sessionContext.session?.kernel;
    // What cannot be interrupted is waited for.
    kernel?.interrupt().catch(() => undefined);
  };
  signal.addEventListener('abort', interrupt);
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

const NOTHING_LOADED: IReport = { restored: [], failed: [], troubles: [] };

async function loadInto({
  panel,
  resume,
  hadKernel,
  signal,
  onPhase
}: IResumeOptions): Promise<IResumed | null> {
  const { missing, variables } = resume;
  const known = { variables, missing };
  onPhase('kernel');
  const noKernel = await freshKernel(panel.sessionContext, {
    hadKernel,
    signal,
    onSlow: onPhase
  });
  if (panel.isDisposed) {
    return null;
  }
  if (noKernel !== null) {
    const nothing = { ...NOTHING_LOADED, cells: ALL_RUN, isStopped: false };
    return { ...known, ...nothing, noKernel };
  }
  return interruptible(panel, signal, async () => {
    onPhase('cells');
    const cells = await runCells(panel, resume.definitions, signal);
    if (panel.isDisposed) {
      return null;
    }
    if (!signal.aborted) {
      onPhase('variables');
    }
    const report = await loadVariables(panel, resume.code, signal);
    const isStopped = signal.aborted;
    return report && { ...known, ...report, cells, isStopped, noKernel };
  });
}

/** Runs what loads the variables; `null` when the notebook was closed meanwhile. */
async function loadVariables(
  panel: NotebookPanel,
  code: string | null,
  signal: AbortSignal
): Promise<IReport | null> {
  const kernel = panel.sessionContext.session?.kernel;
  if (code === null || !kernel || signal.aborted) {
    return NOTHING_LOADED;
  }
  for (let time = 1; ; time++) {
    const { report, isAborted } = await loadOnce(kernel, code);
    if (panel.isDisposed) {
      return null;
    }
    if (signal.aborted) {
      // What it says of the interrupt is no trouble: that was wanted.
      return { ...report, troubles: [] };
    }
    if (!isAborted || time === TIMES) {
      return report;
    }
  }
}

async function loadOnce(
  kernel: Kernel.IKernelConnection,
  code: string
): Promise<{ readonly report: IReport; readonly isAborted: boolean }> {
  let printed = '';
  let trouble: string | null = null;
  let isAborted = false;
  const future = kernel.requestExecute({
    code,
    store_history: false,
    stop_on_error: true,
    allow_stdin: false
  });
  future.onIOPub = message => {
    if (
      KernelMessage.isStreamMsg(message) &&
      message.content.name === 'stdout'
    ) {
      printed += message.content.text;
    } else if (KernelMessage.isErrorMsg(message)) {
      trouble = `${message.content.ename}: ${message.content.evalue}`;
    }
  };
  try {
    const { status } = (await future.done).content;
    isAborted = status === 'aborted' || status === 'abort';
  } catch (error) {
    trouble = error instanceof Error ? error.message : String(error);
  } finally {
    future.dispose();
  }
  const report = readReport(printed);
  const troubles =
    trouble === null ? report.troubles : [...report.troubles, trouble];
  return { report: { ...report, troubles }, isAborted };
}
