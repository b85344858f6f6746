import type { MissingVariable } from '../api/types';

/** A cell to run. */
export interface NeededCell {
  readonly cell: string | null;
  /** Its place in the notebook, from 0. */
  readonly index: number;
}

/** The cells to run, in order, to have a variable that a snapshot lacks. */
export function cellsFor({
  cell,
  index,
  next = []
}: Pick<MissingVariable, 'cell' | 'index' | 'next'>): readonly NeededCell[] {
  return index === null ? [] : [{ cell, index }, ...next];
}
