import {
  asksForAll,
  ATOMIC,
  changesFirst,
  containerMethod,
  COPYING,
  ITERATING,
  KEEPING,
  positionOfOut,
  STORING_FIRST
} from './functions';
import { remember } from './remember';

/**
 * What is known of a library function by its path, worked out once for each: a call asks for all
 * of this, and the same few functions are called again and again.
 */
export interface FunctionTraits {
  /** What it gives is immutable. */
  readonly isAtomic: boolean;
  /** It gives a new container of what is in its first argument. */
  readonly copies: boolean;
  /** It gives an iterator. */
  readonly iterates: boolean;
  /** Functions that it is given are kept, not called. */
  readonly keeps: boolean;
  /** It calls them with what is in the other arguments, never with these. */
  readonly callsWithParts: boolean;
  /** It calls those in a list or dict as well, as `converters` of a table. */
  readonly takesLists: boolean;
  /** It calls what estimators and scorers were made with. */
  readonly usesModels: boolean;
  /** It asks iterators that it is given for their items. */
  readonly asksForAll: boolean;
  readonly changesFirst: boolean;
  readonly storesFirst: boolean;
  /** Position of the argument in which it puts its result; -1 for none. */
  readonly outAt: number;
  /** The method that it is, which is told its receiver. */
  readonly method: string | null;
}

/** True for the path of a class, by its capital letter. */
export const isConstructor = remember(path =>
  /(?:^|\.)_*[A-Z][^.]*$/.test(path)
);

const WITH_PARTS =
  /^(?:builtins\.(?:map|filter|sorted)|itertools\.(?:takewhile|dropwhile|filterfalse|groupby))$/;

const WITH_MODELS =
  /^(?:sklearn|imblearn|scipy|mlxtend|eli5|shap|yellowbrick)\.(?:\w+\.)*[a-z]\w*$/;

/** By the qualified name of the function or class. */
export const functionTraits = remember((path): FunctionTraits => {
  // A constructor keeps functions; methods of what it makes call them.
  const keeps = KEEPING.has(path) || isConstructor(path);
  return {
    isAtomic: ATOMIC.has(path),
    copies: COPYING.has(path),
    iterates: ITERATING.has(path),
    keeps,
    callsWithParts: WITH_PARTS.test(path),
    takesLists: !keeps && /^(?:pandas|polars|numpy|scipy)\./.test(path),
    usesModels: WITH_MODELS.test(path),
    asksForAll: asksForAll(path),
    changesFirst: changesFirst(path),
    storesFirst: STORING_FIRST.has(path),
    outAt: positionOfOut(path),
    method: containerMethod(path)
  };
});
