import { cellMagicStart } from '../ipython/lines';
import { parseCellMagic, parsePart } from '../ipython/magics';
import type { Module, SyntaxProblem } from '../tree/tree';

/** Cells longer than this are not parsed. Characters. */
export const CELL_LIMIT = 1_000_000;

/**
 * The syntax tree of a cell. Never throws: statements that cannot be parsed become `Bad` and
 * give a problem each. Offsets are UTF-16 units of `source`.
 */
export function parseCell(source: string): Module {
  const problems: SyntaxProblem[] = [];
  if (source.length > CELL_LIMIT) {
    const message = 'the cell is too long to be analysed';
    return { body: [], problems: [{ message, start: 0, end: 0 }] };
  }
  const magic = cellMagicStart(source);
  const body =
    magic >= 0
      ? [parseCellMagic(source, magic, problems)]
      : parsePart(source, 0, source.length, problems);
  return { body, problems };
}
