import { suggestSteps, type UntaggedCell } from '../suggest/suggest';

/** A code cell by its source, or a markdown cell. */
export type Written = string | { readonly text: string };

/** A markdown cell. */
export const text = (source: string): Written => ({ text: source });

/** A notebook without tags; ids are places. */
export function notebook(
  ...written: readonly Written[]
): readonly UntaggedCell[] {
  return written.map((cell, i) =>
    typeof cell === 'string'
      ? { id: String(i), type: 'code', source: cell }
      : { id: String(i), type: 'markdown', source: cell.text }
  );
}

/** The suggestion for a notebook in short: `3 step:load`. */
export function suggest(...written: readonly Written[]): readonly string[] {
  return inShort(notebook(...written));
}

/** The suggestion for these cells in short. */
export function inShort(cells: readonly UntaggedCell[]): readonly string[] {
  return suggestSteps(cells).map(
    ({ cell, role, step }) => `${cell} ${step === null ? role : `step:${step}`}`
  );
}
