import type { Place, SyntaxProblem } from '../tree/tree';
import type { Op } from './ops';

export type * from './name-ops';
export type * from './ops';
export type * from './value-ops';

export type Name = string;

/**
 * A value inside one unit (a cell, a function body): the number of the operation result that
 * holds it. `ATOM` stands for everything immutable that nobody needs to follow.
 */
export type Value = number;

export const ATOM: Value = 0;

/** An allocation site: unique in its cell, the same each time a loop comes by. */
export type Site = number;

/**
 * How surely something happens. `loop`: if every loop around it runs at least once; such a
 * name counts as bound when we ask whether it exists, never when we ask what it replaces.
 */
export type Certainty = 'certain' | 'loop' | 'may';

export type BindForm =
  | 'assign'
  | 'import'
  | 'function'
  | 'class'
  | 'lambda'
  | 'type'
  | 'loop'
  | 'with'
  | 'except'
  | 'match'
  | 'walrus'
  | 'magic'
  | 'display';

export interface Parameter {
  readonly name: Name;
  readonly form: 'plain' | 'rest' | 'keywords';
  /** The value that the parameter has inside. */
  readonly value: Value;
  /** Its default, where that is a constant text. */
  readonly text: string | null;
}

/** A function, lambda or class, summarised so that calls need not look at its source again. */
export interface Definition {
  readonly kind: 'function' | 'class' | 'lambda';
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly ops: readonly Op[];
  /** How many values the operations number. */
  readonly values: number;
  readonly returns: readonly Value[];
  readonly isGenerator: boolean;
  /** As a context manager it may keep an error back. */
  readonly swallows: boolean;
  readonly isAsync: boolean;
  /** Local names that functions inside it may see. */
  readonly hasFrame: boolean;
  /** Decorators that are plain dotted names: `property`, `functools.wraps`. */
  readonly decorators: readonly string[];
  readonly methods: ReadonlyMap<Name, Definition>;
  readonly at: Place;
}

/** How a statement can be repeated elsewhere instead of handing on what it binds. */
export type ReplicaKind = 'import' | 'function' | 'class' | 'lambda' | 'type';

/** A top-level statement; its place includes decorators. */
export interface Statement extends Place {
  /** `null` for a statement whose source cannot stand in for its values. */
  readonly replica: ReplicaKind | null;
  /** What it defines depends on a test. */
  readonly isConditional: boolean;
}

/** Everything the analysis needs to know of one cell. Depends on the source only. */
export interface CellFacts {
  readonly ops: readonly Op[];
  readonly values: number;
  readonly statements: readonly Statement[];
  readonly problems: readonly SyntaxProblem[];
}
