import type { Place } from '../tree/tree';
import type {
  BindForm,
  Certainty,
  Definition,
  Name,
  Site,
  Value
} from './types';

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

export interface MakeOp {
  readonly op: 'make';
  readonly to: Value;
  readonly shape: 'display' | 'keyed' | 'tuple' | 'generator' | 'opaque';
  readonly site: Site;
  readonly holds: readonly Value[];
  /** It is written with something in it. */
  readonly isFilled?: boolean;
  /** Of a dict that is not too long to be looked at one by one. */
  readonly entries?: Entries;
  /** What a generator does each time it is asked. */
  readonly body?: readonly Op[];
}

/** What follows up to the making of a generator runs when that is asked for its items. */
export interface LaterOp {
  readonly op: 'later';
}

/** Keys and values in the same order; an unpacked mapping has no key. */
export interface Entries {
  readonly keys: readonly Value[];
  readonly values: readonly Value[];
}

/** A constant text, or the parts of one that is put together from texts known later. */
export interface TextOp {
  readonly op: 'text';
  readonly to: Value;
  readonly parts: string | readonly (string | Value)[];
  /** Something is called for it: who knows what that gives. */
  readonly isCalled: boolean;
}

/** The module or the thing in it that an import statement gives. */
export interface ImportOp {
  readonly op: 'import';
  /** The module that is loaded. */
  readonly module: string;
  readonly to: Value;
  readonly path: string;
  readonly at: Place;
}

export interface StarOp {
  readonly op: 'star';
  readonly module: string;
  readonly at: Place;
}

/** A function, lambda or class comes into being. */
export interface DefineOp {
  readonly op: 'define';
  readonly to: Value;
  readonly definition: Definition;
  readonly site: Site;
  readonly bases: readonly Value[];
  readonly metaclass: Value;
  /** Of a class, the names of its attributes; they are the first of `holds`. */
  readonly names: readonly Name[];
  /** Defaults of parameters, attributes of a class. */
  readonly holds: readonly Value[];
  readonly at: Place;
}

/** `x.attr` or, with `attr` null, `x[key]`. */
export interface LoadOp {
  readonly op: 'load';
  readonly to: Value;
  readonly from: Value;
  readonly attr: string | null;
  readonly key: Value;
  /** How surely it runs, and with it the code of the notebook behind it. */
  readonly sure: Certainty;
  /** Something is only stored into what it gives. */
  readonly isTarget?: boolean;
  readonly at: Place;
}

/** `x[a:b]`: a new list, or the same memory of an array. */
export interface SliceOp {
  readonly op: 'slice';
  readonly to: Value;
  readonly from: Value;
  /** What stands in the brackets beside slices: `x[:, rows]`. */
  readonly key: Value;
  readonly site: Site;
}

/** The items of something that is iterated over. */
export interface IterateOp {
  readonly op: 'iterate';
  readonly to: Value;
  readonly from: Value;
  /** How surely it runs, and with it the code of the notebook behind it. */
  readonly sure: Certainty;
  readonly at: Place;
}

/** The part of a value that a target of an unpacking gets. */
export interface UnpackOp {
  readonly op: 'unpack';
  readonly to: Value;
  readonly from: Value;
  /** Behind a starred target nobody knows which part it is: `-1`, `-2` and so on. */
  readonly index: number;
}

/** A value, or anything that can be reached from it. */
export interface DeepenOp {
  readonly op: 'deepen';
  readonly to: Value;
  readonly from: Value;
}

export interface JoinOp {
  readonly op: 'join';
  readonly to: Value;
  readonly of: readonly Value[];
  /** It may also be something that nobody needs to follow. */
  readonly isOpen: boolean;
}

/** A store or a delete through an attribute or a subscript. */
export interface ChangeOp {
  readonly op: 'change';
  readonly target: Value;
  readonly attr: string | null;
  readonly key: Value;
  /** What is stored; `ATOM` for a delete. */
  readonly value: Value;
  /** It is a store that surely runs, under a key that is spelled out there. */
  readonly isSure: boolean;
  /** The key or the attribute is spelled out there. */
  readonly isSpelled: boolean;
  /** It puts one thing into a list or dict, and takes nothing out. */
  readonly isItem: boolean;
  readonly at: Place;
}

/** The keyword of an argument; `null` for a positional one, `*` and `**` for unpacked ones. */
export type Keyword = string | null;

export interface CallOp {
  readonly op: 'call';
  readonly to: Value;
  /** The callee, or with `method` the receiver. */
  readonly callee: Value;
  readonly method: string | null;
  readonly arguments: readonly Value[];
  /** In the order of the arguments; `null` where all are positional. */
  readonly keywords: readonly Keyword[] | null;
  /** What one of two such calls takes the other puts back, and nothing happens between them. */
  readonly isPutBack?: boolean;
  /** Something is only stored into what it gives. */
  readonly isTarget?: boolean;
  readonly site: Site;
  /** How surely it runs, and with it the code of the notebook behind it. */
  readonly sure: Certainty;
  readonly at: Place;
}

/** Operators, comparisons, formatting, `with`: what special methods may do. */
export interface OperateOp {
  readonly op: 'operate';
  readonly to: Value;
  /** As in the source (`+`, `+=`, `in`), or `format`, `enter`, `exit`, `test`. */
  readonly operator: string;
  readonly operands: readonly Value[];
  readonly site: Site;
  /** How surely it runs, and with it the code of the notebook behind it. */
  readonly sure: Certainty;
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
