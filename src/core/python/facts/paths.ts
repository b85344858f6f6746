import {
  certainty,
  emit,
  join,
  localsSince,
  setLocal,
  takeBackLocals,
  type Builder
} from './builder';
import { isOfModule } from './names';
import { isSure, type Rounds } from './truths';
import { ATOM, type Name, type Value } from './types';

/** What a way through the code has done since it parted from others. */
export interface Path {
  /** Local names that were given values, with what they have at its end. */
  readonly locals: ReadonlyMap<Name, Value>;
  readonly added: ReadonlySet<Name>;
  readonly removed: ReadonlySet<Name>;
  /** Names of the module that can only have been bound before, or this way is not taken. */
  readonly found: ReadonlySet<Name>;
  readonly isDead: boolean;
}

/** The point at which ways part. */
export interface Fork {
  /** How many changes of local names there were. */
  readonly changes: number;
  /** Length of the trail there. */
  readonly point: number;
  /** Number of the operation there. */
  readonly since: number;
  readonly isDead: boolean;
}

/** The innermost loops collect the ways that leave their body early. */
export interface Loop {
  readonly fork: Fork;
  readonly breaks: Path[];
  /** Ways to the next round: `continue`. */
  readonly rounds: Path[];
  /** `while True`: only a `break` leads out. */
  readonly isEndless: boolean;
  /** Names by which the loop goes on from one thing to the next. */
  readonly cursors: ReadonlySet<Name>;
}

const NO_NAMES: ReadonlySet<Name> = new Set();
const NO_LOCALS: ReadonlyMap<Name, Value> = new Map();

/** Note that a name of the module is bound, or not any more, from here on. */
export function setBound(b: Builder, name: Name, isAdded: boolean): void {
  if (b.bound.has(name) !== isAdded) {
    b.trail.push({ name, isAdded });
    b.bound[isAdded ? 'add' : 'delete'](name);
  }
}

export function fork(b: Builder): Fork {
  return {
    changes: b.scope.changes.length,
    point: b.trail.length,
    since: b.scope.unit.ops.length,
    isDead: b.isDead
  };
}

/** The way from the fork to here. */
export function pathSince(b: Builder, from: Fork): Path {
  const locals = localsSince(b.scope, from.changes);
  if (b.trail.length === from.point) {
    const none = { added: NO_NAMES, removed: NO_NAMES, found: NO_NAMES };
    return { locals, ...none, isDead: b.isDead };
  }
  const added = new Set<Name>();
  const removed = new Set<Name>();
  for (let i = from.point; i < b.trail.length; i++) {
    const step = b.trail[i];
    if (step) {
      // A name that is bound and unbound again has not changed.
      const [here, there] = step.isAdded ? [added, removed] : [removed, added];
      if (!there.delete(step.name)) {
        here.add(step.name);
      }
    }
  }
  return { locals, added, removed, found: NO_NAMES, isDead: b.isDead };
}

/** The way from the fork to here; the builder goes back to the fork. */
export function endArm(b: Builder, from: Fork): Path {
  const path = pathSince(b, from);
  while (b.trail.length > from.point) {
    const step = b.trail.pop();
    if (step) {
      b.bound[step.isAdded ? 'delete' : 'add'](step.name);
    }
  }
  takeBackLocals(b.scope, from.changes);
  b.isDead = from.isDead;
  return path;
}

/** The way that does nothing after the fork. */
export function emptyPath({ isDead }: Fork): Path {
  const none = { added: NO_NAMES, removed: NO_NAMES, found: NO_NAMES };
  return { locals: NO_LOCALS, ...none, isDead };
}

/**
 * Go on where ways meet, after each has ended. A name that all of them have bound is bound
 * from here on. Ways that cannot reach the end of the notebook take no part.
 */
export function meet(b: Builder, from: Fork, all: readonly Path[]): void {
  if (all.length === 0) {
    return;
  }
  const alive = all.filter(({ isDead }) => !isDead);
  b.isDead = alive.length === 0;
  const paths = alive.length > 0 ? alive : all;
  meetLocals(b, paths);
  for (const { removed } of paths) {
    removed.forEach(name => setBound(b, name, false));
  }
  for (const name of paths[0]?.added ?? NO_NAMES) {
    if (paths.every(({ added }) => added.has(name))) {
      setBound(b, name, true);
      assure(b, name, from.since, false);
    }
  }
  assureFound(b, from, paths);
}

/** Each way has bound a name or found it bound: it is there, but what it was may survive. */
function assureFound(b: Builder, from: Fork, paths: readonly Path[]): void {
  if (paths.every(({ found }) => found.size === 0)) {
    return;
  }
  for (const name of new Set(paths.flatMap(({ found }) => [...found]))) {
    const isAdded = paths.some(({ added }) => added.has(name));
    if (
      isAdded &&
      paths.every(one => one.added.has(name) || one.found.has(name))
    ) {
      assure(b, name, from.since, true);
    }
  }
}

function assure(
  b: Builder,
  name: Name,
  since: number,
  isEarlier: boolean
): void {
  const sure = isEarlier && certainty(b) === 'certain' ? 'loop' : certainty(b);
  if (sure !== 'may') {
    emit(b, { op: 'assure', name, since, certainty: sure, ...UNASKED });
  }
}

const UNASKED = { builtins: [], filled: [] };

/**
 * Behind a loop over what names stand for: each of these ways has run its body. What they stand
 * for is seen only when all cells are known, so for this cell nothing is bound.
 */
export function assureRounds(
  b: Builder,
  { since }: Fork,
  ways: readonly Path[],
  rounds: Rounds,
  filled: readonly Value[] | null
): void {
  const { builtins } = rounds;
  const sure = certainty(b);
  if (
    sure === 'may' ||
    rounds.least !== 'one' ||
    isSure(rounds) ||
    !filled ||
    filled.includes(ATOM) ||
    !builtins.every(name => isOfModule(b, name))
  ) {
    return;
  }
  const [first, ...others] = ways.filter(({ isDead }) => !isDead);
  for (const name of first?.added ?? NO_NAMES) {
    const isAsked = !b.bound.has(name);
    if (isAsked && others.every(({ added }) => added.has(name))) {
      emit(b, { op: 'assure', name, since, certainty: sure, builtins, filled });
    }
  }
}

/** A local name may have the value of each way; a way that left it alone has the old one. */
function meetLocals(b: Builder, paths: readonly Path[]): void {
  const { scope } = b;
  if (paths.every(({ locals }) => locals.size === 0)) {
    return;
  }
  const names = new Set(paths.flatMap(({ locals }) => [...locals.keys()]));
  for (const name of names) {
    const old = scope.env.get(name) ?? ATOM;
    const values = paths.map(({ locals }) => locals.get(name) ?? old);
    setLocal(scope, name, join(b, values));
  }
}

/** Walk code that may be left out, or run after the rest: nothing it binds is sure. */
export function maybe(b: Builder, walk: () => void): void {
  b.mays++;
  walk();
  b.mays--;
}

/** Each of some ways is taken, or with `isOpen` perhaps none. */
export function branch(
  b: Builder,
  arms: readonly (() => void)[],
  isOpen: boolean
): void {
  const from = fork(b);
  const paths = arms.map(arm => {
    maybe(b, arm);
    return endArm(b, from);
  });
  if (isOpen) {
    paths.push(emptyPath(from));
  }
  meet(b, from, paths);
}
