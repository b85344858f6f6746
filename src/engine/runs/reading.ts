import type { StepError } from '../../core/api/types';
import { misread } from '../../core/messages/parameters';
import type { Pipeline } from '../../core/pipeline/types';
import { factsOf } from '../../core/python/facts/facts';
import { mentionsOf, moduleNames } from '../../core/python/facts/module-names';
import * as messages from '../messages';
import type { CellReading } from '../workers/protocol';

/** A piece of a pipeline's code, and where it stands in the notebook. */
interface Piece {
  readonly cell: string;
  readonly index: number;
  /** The line of the cell at which it begins, from 1. */
  readonly line: number;
  readonly source: string;
}

// `__name__` and its like come with every module and class.
const IMPLICIT = /^__\w+__$/;
// Where code may follow that never runs, of which the interpreter says nothing.
const LEAVES = /\b(?:exit|quit|_exit|abort|assert|raise|return|while)\b/;

/**
 * What the kernel's own interpreter has against the cells of a pipeline: one does not compile
 * there (DF901), or has other names than the analysis found (DF902). `null` when it agrees, or
 * cannot be asked.
 */
export async function readAgain(
  { cells, definitions }: Pipeline,
  ask: (
    sources: readonly string[]
  ) => Promise<readonly (CellReading | undefined)[]>
): Promise<StepError | null> {
  const pieces: Piece[] = [
    ...definitions,
    ...cells.map(({ id, ...cell }) => ({ ...cell, cell: id, line: 1 }))
  ];
  const readings = await ask(pieces.map(({ source }) => source));
  for (const [i, piece] of pieces.entries()) {
    const reading = readings[i];
    const error = reading ? judge(piece, reading) : null;
    if (error) {
      return error;
    }
  }
  return null;
}

function judge(piece: Piece, reading: CellReading): StepError | null {
  const { error } = reading;
  if (error) {
    const line = error.line === null ? null : error.line + piece.line - 1;
    return messages.doesNotCompile(error.message, { ...piece, ...error, line });
  }
  const names = differences(piece.source, reading);
  if (names.bound.length + names.read.length === 0) {
    return null;
  }
  const { message, hint = null } = misread(null, names);
  return messages.readsDifferently(message, hint, piece);
}

/** Names that only one of both has: bound, and read. */
export function differences(
  source: string,
  { least, most }: Pick<CellReading, 'least' | 'most'>
): { readonly bound: readonly string[]; readonly read: readonly string[] } {
  if (!least) {
    return { bound: [], read: [] };
  }
  const facts = factsOf(source);
  const own = moduleNames(facts);
  const canBeDead = LEAVES.test(source);
  const of = (kind: 'bound' | 'read') => {
    const missed = least[kind].filter(
      name =>
        !own[kind].has(name) && !(canBeDead && mentionsOf(facts).has(name))
    );
    // Symbol tables do not call it a read when a name is deleted, or added to.
    const known = most && new Set([...most[kind], ...most.bound]);
    const invented = known
      ? [...own[kind]].filter(name => !known.has(name))
      : [];
    return [...missed, ...invented].filter(name => !IMPLICIT.test(name)).sort();
  };
  return { bound: of('bound'), read: of('read') };
}
