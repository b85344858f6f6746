import type { NotebookPanel } from '@jupyterlab/notebook';

import type { MissingVariable } from '../../../core/api/types';
import { cellsFor, type NeededCell } from '../../../core/view';
import { interruptible } from './resume-notebook';
import type { ICellsRun } from './resume-report';
import { runCells } from './run-cells';

/** What came of running the cells that make what a snapshot lacks. */
export interface INeededRun {
  readonly cells: ICellsRun;
  /** Names of what the kernel has now. */
  readonly made: readonly string[];
}

/** Runs, in order, the cells that make what is missing. */
export async function runNeeded(
  panel: NotebookPanel,
  missing: readonly MissingVariable[],
  signal: AbortSignal
): Promise<INeededRun> {
  const { widgets } = panel.content;
  const ids = missing
    .flatMap(cellsFor)
    .flatMap(cell => idOf(cell, widgets) ?? []);
  return interruptible(panel, signal, async () => {
    const cells = await runCells(panel, ids, signal);
    const names = missing.map(({ name }) => name);
    return { cells, made: await namesIn(panel, names) };
  });
}

/** True where cells are known for something that is missing. */
export function canBeMade(missing: readonly MissingVariable[]): boolean {
  return missing.some(variable => cellsFor(variable).length > 0);
}

/** Without an id the place tells which it is. */
function idOf(
  { cell, index }: NeededCell,
  widgets: readonly { readonly model: { readonly id: string } }[]
): string | null {
  return cell ?? widgets.at(index)?.model.id ?? null;
}

/** Those of the names that mean something in the kernel of a notebook. */
async function namesIn(
  { sessionContext }: NotebookPanel,
  names: readonly string[]
): Promise<readonly string[]> {
  const kernel = sessionContext.session?.kernel;
  if (!kernel) {
    return [];
  }
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions: Object.fromEntries(
      names.map((name, place) => [
        place,
        `${JSON.stringify(name)} in globals()`
      ])
    )
  });
  try {
    const { content } = await future.done;
    const found = content.status === 'ok' ? content.user_expressions : {};
    return names.filter((_, place) => isTrue(found[place]));
  } catch {
    // The kernel has ended, and with it what it had.
    return [];
  } finally {
    future.dispose();
  }
}

function isTrue(expression: unknown): boolean {
  const found = expression as
    { readonly data?: Readonly<Record<string, unknown>> } | undefined;
  return found?.data?.['text/plain'] === 'True';
}
