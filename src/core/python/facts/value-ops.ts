import type { Place } from '../tree/tree';
import type { Op } from './ops';
import type { Certainty, Definition, Name, Site, Value } from './types';

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
