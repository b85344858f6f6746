import {
  type Cell,
  type ICodeCellModel,
  isCodeCellModel
} from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { type Kernel, KernelMessage } from '@jupyterlab/services';

import type { Resume } from '../../../core/api/types';
import { revealCell } from '../../cells/reveal';
import { type Awaited, freshKernel } from './fresh-kernel';
import { type IReport, type IResumed, readReport } from './resume-report';

/** What is being done, for people to watch: of a kernel that takes long what is waited for. */
export type Phase = 'kernel' | Awaited | 'cells' | 'variables';

export interface IResumeOptions {
  /** Open, and as it is on disk. */
  readonly panel: NotebookPanel;
  readonly resume: Resume;
  /** True when the notebook had a kernel before it was opened: that has run something. */
  readonly hadKernel: boolean;
  /** Whether the kernel is restarted and gets the variables. */
  readonly isResumed: boolean;
  readonly isShown: boolean;
  /** Ends the waiting for the kernel. */
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
  { code, missing, variables }: Resume
): Promise<IResumed | null> {
  const report = await loadVariables(panel, code);
  return (
    report && {
      ...report,
      variables,
      missing,
      hasFailedCells: false,
      noKernel: null
    }
  );
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
    return { ...known, ...NOTHING_LOADED, hasFailedCells: false, noKernel };
  }
  onPhase('cells');
  const isRun = await runCells(panel, resume.definitions);
  if (panel.isDisposed) {
    return null;
  }
  onPhase('variables');
  const report = await loadVariables(panel, resume.code);
  return report && { ...known, ...report, hasFailedCells: !isRun, noKernel };
}

async function runCells(
  { content, sessionContext }: NotebookPanel,
  ids: readonly string[]
): Promise<boolean> {
  const cells = content.widgets.filter(({ model }) => ids.includes(model.id));
  await Promise.all(cells.map(({ ready }) => ready));
  let isRun = cells.length === 0;
  let time = 0;
  while (!isRun && time++ < TIMES) {
    isRun = await NotebookActions.runCells(content, cells, sessionContext);
    if (cells.some(isBroken)) {
      break;
    }
  }
  return isRun;
}

/** A cell that fails, and only then: the others were taken off the queue by it. */
function isBroken({ isDisposed, model }: Cell): boolean {
  return isDisposed || (isCodeCellModel(model) && hasErrorOutput(model));
}

function hasErrorOutput({ outputs }: ICodeCellModel): boolean {
  return Array.from({ length: outputs.length }, (_, i) => outputs.get(i)).some(
    ({ type }) => type === 'error'
  );
}

/** A cell of the person that fails takes what waits behind it off the kernel's queue. */
const TIMES = 5;

/** Runs what loads the variables; `null` when the notebook was closed meanwhile. */
async function loadVariables(
  panel: NotebookPanel,
  code: string | null
): Promise<IReport | null> {
  const kernel = panel.sessionContext.session?.kernel;
  if (code === null || !kernel) {
    return NOTHING_LOADED;
  }
  for (let time = 1; ; time++) {
    const { report, isAborted } = await loadOnce(kernel, code);
    if (panel.isDisposed) {
      return null;
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
