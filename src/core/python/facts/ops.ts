import type { Place } from '../tree/tree';
import type {
  ReadOp,
  BindOp,
  UnbindOp,
  AssureOp,
  SlotOp,
  CapturedOp,
  RecaptureOp
} from './name-ops';
import type {
  MakeOp,
  TextOp,
  ImportOp,
  DefineOp,
  LoadOp,
  SliceOp,
  IterateOp,
  UnpackOp,
  DeepenOp,
  JoinOp,
  ChangeOp,
  CallOp,
  OperateOp
} from './value-ops';
import type { Value } from './types';

/** Whether a value is known to be a list or the like with something in it, here and now. */
export interface FilledOp {
  readonly op: 'filled';
  readonly to: Value;
  readonly of: Value;
}

/** What stands in code that never runs, whose names an interpreter may still tell of. */
export interface NeverOp {
  readonly op: 'never';
  readonly ops: readonly Op[];
}

/** Where that was seen, so many operations that follow do not happen. */
export interface SkipOp {
  readonly op: 'skip';
  readonly seen: Value;
  readonly count: number;
}

/** What follows up to the making of a generator runs when that is asked for its items. */
export interface LaterOp {
  readonly op: 'later';
}

export interface StarOp {
  readonly op: 'star';
  readonly module: string;
  readonly at: Place;
}

/** A `with` block of this manager begins or ends; the manager may end it early. */
export interface GuardOp {
  readonly op: 'guard';
  readonly manager: Value;
  readonly isOn: boolean;
}

/** Identity is compared. */
export interface SameOp {
  readonly op: 'same';
  readonly left: Value;
  readonly right: Value;
}

/** Names or changes that the source does not show. */
export interface DynamicOp {
  readonly op: 'dynamic';
  readonly kind: 'run' | 'magic' | 'list';
  readonly text: string;
  readonly at: Place;
}

export interface StateOp {
  readonly op: 'state';
  readonly key: string;
  readonly mode: 'read' | 'write';
  readonly at: Place;
}

export interface FileOp {
  readonly op: 'file';
  readonly path: Value;
  readonly mode: 'read' | 'write' | 'append' | 'probe';
  readonly at: Place;
}

/** Something of IPython's whose meaning the flow decides: a foreign cell, an installation, a
 * command for the shell, whose output a `capture` gives. */
export interface MagicOp {
  readonly op: 'magic';
  readonly kind: 'foreign' | 'install' | 'command' | 'capture';
  readonly text: string;
  readonly at: Place;
}

/** A top-level statement begins. */
export interface BeginOp {
  readonly op: 'begin';
  readonly statement: number;
}

/** One step of what a cell does, in evaluation order. */
export type Op =
  | ReadOp
  | BindOp
  | UnbindOp
  | AssureOp
  | FilledOp
  | SkipOp
  | NeverOp
  | LaterOp
  | MakeOp
  | TextOp
  | ImportOp
  | StarOp
  | DefineOp
  | LoadOp
  | SliceOp
  | IterateOp
  | UnpackOp
  | DeepenOp
  | JoinOp
  | ChangeOp
  | CallOp
  | OperateOp
  | GuardOp
  | SameOp
  | SlotOp
  | CapturedOp
  | RecaptureOp
  | DynamicOp
  | StateOp
  | FileOp
  | MagicOp
  | BeginOp;
