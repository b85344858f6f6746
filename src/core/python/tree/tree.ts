import type { Stmt } from './statements';

export type * from './expressions';
export type * from './patterns';
export type * from './statements';

/**
 * The syntax tree of one cell, shaped like CPython's `ast`: same node and field names (in camel
 * case), places as UTF-16 offsets into the cell. What Python marks with a load, store or delete
 * context follows from where a node stands, so it is not repeated here.
 */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Why a statement could not be parsed, and where. */
export interface SyntaxProblem extends Place {
  /** In Python's words, without the leading `SyntaxError`: `expected ':'`. */
  readonly message: string;
}

/** A parsed cell. */
export interface Module {
  readonly body: readonly Stmt[];
  readonly problems: readonly SyntaxProblem[];
}
