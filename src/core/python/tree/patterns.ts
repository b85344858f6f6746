import type { Place } from './tree';
import type { Constant, Expr } from './expressions';

export interface MatchValue extends Place {
  readonly kind: 'MatchValue';
  readonly value: Expr;
}

export interface MatchSingleton extends Place {
  readonly kind: 'MatchSingleton';
  readonly value: Constant;
}

export interface MatchGroup extends Place {
  readonly kind: 'MatchSequence' | 'MatchOr';
  readonly patterns: readonly Pattern[];
}

export interface MatchMapping extends Place {
  readonly kind: 'MatchMapping';
  readonly keys: readonly Expr[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | null;
}

export interface MatchClass extends Place {
  readonly kind: 'MatchClass';
  readonly cls: Expr;
  readonly patterns: readonly Pattern[];
  readonly kwdAttrs: readonly string[];
  readonly kwdPatterns: readonly Pattern[];
}

export interface MatchStar extends Place {
  readonly kind: 'MatchStar';
  readonly name: string | null;
}

export interface MatchAs extends Place {
  readonly kind: 'MatchAs';
  readonly pattern: Pattern | null;
  /** `null` for the wildcard `_`. */
  readonly name: string | null;
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchGroup
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs;
