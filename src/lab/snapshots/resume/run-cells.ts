import {
  type Cell,
  type ICodeCellModel,
  isCodeCellModel
} from '@jupyterlab/cells';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';

import type { ICellsRun } from './resume-report';

/** How it went with a cell; `dropped` when it was taken off the kernel's queue. */
export type CellEnd = 'done' | 'failed' | 'dropped';

/** A cell of the person that fails takes what waits behind it off the kernel's queue. */
export const TIMES = 5;

/** Runs the cells of these ids in sight, and tells which could not be run. */
export async function runCells(
  { content, sessionContext }: NotebookPanel,
  ids: readonly string[],
  signal: AbortSignal
): Promise<ICellsRun> {
  const cells = content.widgets.filter(({ model }) => ids.includes(model.id));
  await Promise.all(cells.map(({ ready }) => ready));
  const places = new Map(
    cells.map(cell => [cell, content.widgets.indexOf(cell)])
  );
  const run = async (cell: Cell): Promise<CellEnd> => {
    const isRun = await NotebookActions.runCells(
      content,
      [cell],
      sessionContext
    );
    return isRun ? 'done' : isBroken(cell) ? 'failed' : 'dropped';
  };
  const { failed, notRun } = await runEach(cells, run, signal);
  const placesOf = (some: readonly Cell[]): readonly number[] =>
    some.map(cell => places.get(cell) ?? -1);
  return { failed: placesOf(failed), notRun: placesOf(notRun) };
}

/**
 * One after the other, so that one that fails takes none behind it off the queue: what these
 * define is needed no less.
 */
export async function runEach<T>(
  cells: readonly T[],
  run: (cell: T) => Promise<CellEnd>,
  signal: AbortSignal
): Promise<{ readonly failed: readonly T[]; readonly notRun: readonly T[] }> {
  const failed: T[] = [];
  const notRun: T[] = [];
  for (const cell of cells) {
    let end: CellEnd = 'dropped';
    for (let time = 0; time < TIMES && end === 'dropped'; time++) {
      if (signal.aborted) {
        break;
      }
      end = await run(cell);
    }
    // One that was interrupted ends with an error that is not its own.
    if (end === 'dropped' || (end === 'failed' && signal.aborted)) {
      notRun.push(cell);
    } else if (end === 'failed') {
      failed.push(cell);
    }
  }
  return { failed, notRun };
}

/** A cell that fails, and only then: others were taken off the queue. */
function isBroken({ isDisposed, model }: Cell): boolean {
  return isDisposed || (isCodeCellModel(model) && hasErrorOutput(model));
}

function hasErrorOutput({ outputs }: ICodeCellModel): boolean {
  return Array.from({ length: outputs.length }, (_, i) => outputs.get(i)).some(
    ({ type }) => type === 'error'
  );
}
