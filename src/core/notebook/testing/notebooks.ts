import type { Diagnostic } from '../../diagnostic';
import { readNotebook } from '../read-notebook';

export const FILE = { name: 'digits.ipynb' };

export type CellInput = readonly [tags: readonly string[], source?: string];

export function notebook(
  cells: readonly CellInput[],
  metadata: object = {}
): Record<string, unknown> {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map(([tags, source = 'x = 1'], index) => ({
      id: `c${index}`,
      cell_type: 'code',
      metadata: { tags },
      source,
      outputs: [],
      execution_count: null
    }))
  };
}

export function read(cells: readonly CellInput[], metadata: object = {}) {
  return readNotebook(notebook(cells, metadata), FILE);
}

export const codes = (found: readonly Diagnostic[]): string[] =>
  found.map(({ code }) => code);
