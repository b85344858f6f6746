import { positionAt, type Where } from '../../diagnostic';
import type { Notebook } from '../../notebook/types';
import type { Site } from './heap/versions';

/** A place in the notebook as diagnostics give it. */
export function whereOf({ cells }: Notebook, { cell, at }: Site): Where {
  const found = cells[cell]?.cell;
  if (!found) {
    return { cell: '', index: 0 };
  }
  const { id, index, source } = found;
  return {
    cell: id,
    index,
    start: positionAt(source, at.start),
    end: positionAt(source, at.end)
  };
}

/** A whole cell. */
export function whereOfCell({ cells }: Notebook, cell: number): Where {
  const found = cells[cell]?.cell;
  return { cell: found?.id ?? '', index: found?.index ?? 0 };
}
