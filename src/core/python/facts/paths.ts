import { certainty, emit, join, shareLocals, type Builder } from './builder';
import { ATOM, type Name, type Value } from './types';

/** What a way through the code has done since it parted from others. */
export interface Path {
  readonly env: ReadonlyMap<Name, Value>;
  readonly added: ReadonlySet<Name>;
  readonly removed: ReadonlySet<Name>;
  readonly isDead: boolean;
}

/** The point at which ways part. */
export interface Fork {
  readonly env: ReadonlyMap<Name, Value>;
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
}

const NO_NAMES: ReadonlySet<Name> = new Set();

/** Note that a name of the module is bound, or not any more, from here on. */
export function setBound(b: Builder, name: Name, isAdded: boolean): void {
  if (b.bound.has(name) !== isAdded) {
    b.trail.push({ name, isAdded });
    b.bound[isAdded ? 'add' : 'delete'](name);
  }
}

export function fork(b: Builder): Fork {
  return {
    env: shareLocals(b.scope),
    point: b.trail.length,
    since: b.scope.unit.ops.length,
    isDead: b.isDead
  };
}

/** The way from the fork to here. */
export function pathSince(b: Builder, from: Fork): Path {
  const env = shareLocals(b.scope);
  if (b.trail.length === from.point) {
    return { env, added: NO_NAMES, removed: NO_NAMES, isDead: b.isDead };
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
  return { env, added, removed, isDead: b.isDead };
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
  b.scope.env = from.env;
  b.scope.ownsEnv = false;
  b.isDead = from.isDead;
  return path;
}

/** The way that does nothing after the fork. */
export function emptyPath(from: Fork): Path {
  const { env, isDead } = from;
  return { env, added: NO_NAMES, removed: NO_NAMES, isDead };
}

/**
 * Go on where ways meet, after each has ended. A name that all of them have bound is bound
 * from here on. Ways that cannot reach the end of the notebook take no part.
 */
export function meet(b: Builder, from: Fork, paths: readonly Path[]): void {
  const alive = paths.filter(({ isDead }) => !isDead);
  const [first, ...others] = alive.length > 0 ? alive : paths;
  if (!first) {
    return;
  }
  b.isDead = alive.length === 0;
  b.scope.env = meetEnvs(b, first, others);
  b.scope.ownsEnv = false;
  for (const { removed } of [first, ...others]) {
    removed.forEach(name => setBound(b, name, false));
  }
  for (const name of first.added) {
    if (others.every(({ added }) => added.has(name))) {
      setBound(b, name, true);
      assure(b, name, from.since);
    }
  }
}

function assure(b: Builder, name: Name, since: number): void {
  const sure = certainty(b);
  if (sure !== 'may') {
    emit(b, { op: 'assure', name, since, certainty: sure });
  }
}

function meetEnvs(
  b: Builder,
  first: Path,
  others: readonly Path[]
): ReadonlyMap<Name, Value> {
  const differing = others.filter(({ env: other }) => other !== first.env);
  if (differing.length === 0) {
    return first.env;
  }
  const env = new Map(first.env);
  for (const { env: other } of differing) {
    for (const [name, value] of other) {
      const mine = env.get(name) ?? ATOM;
      if (mine === ATOM) {
        env.set(name, value);
      } else if (mine !== value && value !== ATOM) {
        env.set(name, join(b, [mine, value]));
      }
    }
  }
  return env;
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
