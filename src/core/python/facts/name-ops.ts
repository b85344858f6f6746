import type { Place } from '../tree/tree';
import type { BindForm, Certainty, Name, Value } from './types';

export interface ReadOp {
  readonly op: 'read';
  readonly name: Name;
  readonly to: Value;
  /** The code copes with the name being unknown. */
  readonly probe: boolean;
  /** Bound earlier in this cell on every way to here. */
  readonly inside: boolean;
  /** On every path through its unit. */
  readonly certain: boolean;
  /** Something is only stored into what it gives. */
  readonly isTarget?: boolean;
  readonly at: Place;
}

export interface BindOp {
  readonly op: 'bind';
  readonly name: Name;
  readonly value: Value;
  readonly form: BindForm;
  readonly certainty: Certainty;
  readonly at: Place;
}

export interface UnbindOp {
  readonly op: 'unbind';
  readonly name: Name;
  readonly certain: boolean;
  readonly at: Place;
}

/** All ways that meet here have bound the name since operation `since` of the cell. */
export interface AssureOp {
  readonly op: 'assure';
  readonly name: Name;
  readonly since: number;
  readonly certainty: 'certain' | 'loop';
  /** It is so only where these names stand for what Python has under them. */
  readonly builtins: readonly Name[];
  /** And only where these say that something was not empty. */
  readonly filled: readonly Value[];
}

/** A local name of this function that functions inside it see gets a value. */
export interface SlotOp {
  readonly op: 'slot';
  readonly name: Name;
  readonly value: Value;
}

/** The value of a local name of a function around this one. */
export interface CapturedOp {
  readonly op: 'captured';
  readonly name: Name;
  readonly to: Value;
}

/** A local name of a function around this one is bound again (`nonlocal`). */
export interface RecaptureOp {
  readonly op: 'recapture';
  readonly name: Name;
  readonly value: Value;
  readonly at: Place;
}
