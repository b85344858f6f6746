import type { MissingVariable } from '../../core/api/types';

/** Why a variable could not be loaded. */
export interface IFailure {
  readonly name: string;
  readonly reason: string;
}

/** What a kernel says after it was asked for the variables of a snapshot. */
export interface IReport {
  readonly restored: readonly string[];
  readonly failed: readonly IFailure[];
}

const NOTHING: IReport = { restored: [], failed: [] };

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

function parse(line: string): IReport | null {
  try {
    const value = JSON.parse(line) as Partial<IReport>;
    return Array.isArray(value.restored)
      ? { restored: value.restored, failed: value.failed ?? [] }
      : null;
  } catch {
    return null;
  }
}

/** What became of a notebook that was brought back to a snapshot. */
export interface IResumed extends IReport {
  readonly missing: readonly MissingVariable[];
  /** True when an import or function cell failed. */
  readonly hasFailedCells: boolean;
  /** Why there is no kernel that could load anything; `null` when there is. */
  readonly noKernel: string | null;
}

/** Places of the cells that make what is not there, from 1 and in order. */
export function neededCells(
  missing: readonly MissingVariable[]
): readonly number[] {
  const cells = new Set(
    missing.flatMap(({ index }) => (index === null ? [] : [index + 1]))
  );
  return [...cells].sort((a, b) => a - b);
}
