import type { MissingVariable } from '../../../core/api/types';
import { cellsFor, type NeededCell } from '../../../core/view';
import type { NoKernel } from './fresh-kernel';

/** Why a variable could not be loaded. */
export interface IFailure {
  readonly name: string;
  readonly reason: string;
  /** The cell that makes it, where that is known. */
  readonly made?: NeededCell;
}

/** What a kernel says after it was asked for the variables of a snapshot. */
export interface IReport {
  readonly restored: readonly string[];
  readonly failed: readonly IFailure[];
  /** What else went wrong: imports and definitions that could not be run, or all of it. */
  readonly troubles: readonly string[];
}

const NOTHING: IReport = { restored: [], failed: [], troubles: [] };

/** The one line of JSON among what a kernel printed; nothing restored when there is none. */
export function readReport(printed: string): IReport {
  for (const line of printed.split('\n').reverse()) {
    const report = line.startsWith('{') ? parse(line) : null;
    if (report) {
      return report;
    }
  }
  return NOTHING;
}

/** As the kernel writes it. */
interface IPrinted {
  readonly restored: readonly string[];
  readonly failed: readonly IFailure[];
  readonly undefined: readonly string[];
}

function parse(line: string): IReport | null {
  try {
    const value = JSON.parse(line) as Partial<IPrinted>;
    const { restored, failed = [], undefined: troubles = [] } = value;
    return Array.isArray(restored) ? { restored, failed, troubles } : null;
  } catch {
    return null;
  }
}

/** Cells that were to be run and have not done their work, by their places from 0. */
export interface ICellsRun {
  readonly failed: readonly number[];
  readonly notRun: readonly number[];
}

export const ALL_RUN: ICellsRun = { failed: [], notRun: [] };

/** What became of a notebook that was brought back to a snapshot. */
export interface IResumed extends IReport {
  /** How many the snapshot has, loaded or not. */
  readonly variables: number;
  readonly missing: readonly MissingVariable[];
  /** What was missing and is there now, as its cells were run; with files of long ago, missing. */
  readonly made?: readonly string[];
  /** The cells that could not be run: with imports and functions, or what makes something. */
  readonly cells: ICellsRun;
  /** True when the person stopped it. */
  readonly isStopped: boolean;
  /** Why there is no kernel that could load anything; `null` when there is. */
  readonly noKernel: NoKernel | null;
}

/** The cells that make what is not there, each once and in order. */
export function neededCells({
  missing,
  failed
}: Pick<IResumed, 'missing' | 'failed'>): readonly NeededCell[] {
  const cells = new Map(
    [
      ...missing.flatMap(cellsFor),
      ...failed.flatMap(({ made }) => made ?? [])
    ].map(cell => [cell.index, cell] as const)
  );
  return [...cells.values()].sort((a, b) => a.index - b.index);
}

/** The same, where cells have made some of what was missing. */
export function withMade(
  resumed: IResumed,
  names: readonly string[]
): IResumed {
  const { missing, made = [] } = resumed;
  return {
    ...resumed,
    missing: missing.filter(({ name }) => !names.includes(name)),
    made: [...new Set([...made, ...names])]
  };
}
