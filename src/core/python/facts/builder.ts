import type { Place } from '../tree/tree';
import type { Loop } from './paths';
import {
  ATOM,
  type Certainty,
  type Name,
  type Op,
  type Site,
  type Statement,
  type Value
} from './types';

/** Names that a function, lambda or class body binds or declares. */
export interface Bindings {
  readonly locals: ReadonlySet<Name>;
  readonly globals: ReadonlySet<Name>;
  readonly nonlocals: ReadonlySet<Name>;
  /** Functions, lambdas or classes stand inside. */
  readonly hasNested: boolean;
}

/** The operations of a cell or of a function body while they are collected. */
export interface Unit {
  readonly ops: Op[];
  readonly returns: Value[];
  values: number;
  isGenerator: boolean;
  /** It gives something where a handler around would keep an error back. */
  swallows: boolean;
}

/** A scope of the source. A class shares the unit of the code around it. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class';
  readonly parent: Scope | null;
  readonly unit: Unit;
  readonly bindings: Bindings | null;
  /** Values of local names; what the module binds is not in here. Written by `setLocal`. */
  readonly env: Map<Name, Value>;
  /** What local names had before each change, so that a branch can be taken back. */
  readonly changes: {
    readonly name: Name;
    readonly before: Value | undefined;
  }[];
  /** Name of the class, for the mangling of `__x`. */
  readonly className: Name | null;
}

/** The work on one cell. */
export interface Builder {
  readonly source: string;
  readonly statements: Statement[];
  scope: Scope;
  /** Targets of the comprehensions and type parameters around this place, innermost last. */
  overlays: Map<Name, Value>[];
  /** Inside a comprehension of a class body, where the class's names cannot be seen. */
  hidesClass: boolean;
  /** Names of the module that this cell has bound on every way to here. */
  readonly bound: Set<Name>;
  /** Additions to and removals from `bound`, so that a branch can be taken back. */
  readonly trail: { readonly name: Name; readonly isAdded: boolean }[];
  isDead: boolean;
  /** Branches around this place that may not be taken, and loops that may not run. */
  mays: number;
  loopMays: number;
  /** Handlers around this place that catch a `NameError`. */
  probes: number;
  /** Handlers around this place that do not raise again. */
  catches: number;
  loops: Loop[];
  sites: number;
  /** `from __future__ import annotations` has been seen, be it in a cell above. */
  hasLazyAnnotations: boolean;
}

const NO_LOCALS: ReadonlyMap<Name, Value> = new Map();

/** Give a local name of a scope its value from here on. */
export function setLocal(scope: Scope, name: Name, value: Value): void {
  scope.changes.push({ name, before: scope.env.get(name) });
  scope.env.set(name, value);
}

/** Local names that were given values since so many changes, with what they have now. */
export function localsSince(
  { env, changes }: Scope,
  since: number
): ReadonlyMap<Name, Value> {
  if (changes.length === since) {
    return NO_LOCALS;
  }
  const found = new Map<Name, Value>();
  for (let i = since; i < changes.length; i++) {
    const name = changes[i]?.name ?? '';
    found.set(name, env.get(name) ?? ATOM);
  }
  return found;
}

/** Take back what local names were given since so many changes. */
export function takeBackLocals({ env, changes }: Scope, since: number): void {
  while (changes.length > since) {
    const last = changes.pop();
    if (last?.before === undefined) {
      env.delete(last?.name ?? '');
    } else {
      env.set(last.name, last.before);
    }
  }
}

export function createUnit(): Unit {
  return {
    ops: [],
    returns: [],
    values: 1,
    isGenerator: false,
    swallows: false
  };
}

export function createBuilder(source: string, isLazy: boolean): Builder {
  const scope: Scope = {
    kind: 'module',
    parent: null,
    unit: createUnit(),
    bindings: null,
    env: new Map(),
    changes: [],
    className: null
  };
  return {
    source,
    statements: [],
    scope,
    overlays: [],
    hidesClass: false,
    bound: new Set(),
    trail: [],
    isDead: false,
    mays: 0,
    loopMays: 0,
    probes: 0,
    catches: 0,
    loops: [],
    sites: 0,
    hasLazyAnnotations: isLazy
  };
}

export function emit(b: Builder, op: Op): void {
  b.scope.unit.ops.push(op);
}

export function newValue(b: Builder): Value {
  return b.scope.unit.values++;
}

/**
 * The same list without room to spare. One that grew has room for a dozen more, and facts are
 * kept for long.
 */
export function trimmed<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NOTHING : list.slice();
}

const NOTHING: readonly never[] = [];

/** A place alone: what facts keep must not hold on to the tree. */
export function placeOf({ start, end }: Place): Place {
  return { start, end };
}

/**
 * A site that stays the same when the code there is walked again, as loops are. The calls of a
 * chain all begin at one place, and differ by where they end.
 */
export function siteAt({ start, end }: Place, variant = 0): Site {
  return (start * LONGEST + Math.min(end - start, LONGEST - 1)) * 4 + variant;
}

/** Sites of cells of ordinary size are small integers with this, which maps are fastest for. */
const LONGEST = 4096;

export function certainty(b: Builder): Certainty {
  if (b.mays > 0) {
    return 'may';
  }
  return b.loopMays > 0 ? 'loop' : 'certain';
}

/** The value that is any of these. */
export function join(b: Builder, values: readonly Value[]): Value {
  if (values.length < 2) {
    return values[0] ?? ATOM;
  }
  const distinct = [...new Set(values)].filter(value => value !== ATOM);
  const [only] = distinct;
  if (only === undefined) {
    return ATOM;
  }
  const isOpen = values.includes(ATOM);
  if (distinct.length === 1 && !isOpen) {
    return only;
  }
  const to = newValue(b);
  emit(b, { op: 'join', to, of: distinct, isOpen });
  return to;
}
