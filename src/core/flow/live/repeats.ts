import {
  replicaKey,
  survivor,
  type Maker,
  type Replica,
  type Version
} from '../replay/heap/versions';
import type { World } from '../replay/world';
import { entryAt } from './homes';

/** What has been found out about replicas so far. */
export interface Repeats {
  readonly w: World;
  /** Whether a replica gives in a step what it gave where it stands. */
  readonly usable: Map<string, boolean>;
}

/** The definition may not have run, and what another step made stands there then. */
export function mayBeOlder(version: Version): boolean {
  const older = survivor(version, version.by);
  return older !== null && older.by >= 0;
}

/** Its source is there, but it was changed since. */
export function isDefinition({ form, isChanged }: Version): boolean {
  return isChanged && (form === 'function' || form === 'class');
}

/**
 * True when the source of a definition gives the same in this step: all it reads when it runs
 * is there, as it was. Definitions can need each other, and chains of them can be long.
 */
export function isUsable(
  repeats: Repeats,
  replica: Replica,
  step: Maker
): boolean {
  const keyOf = (one: Replica) => `${replicaKey(one)}:${step}`;
  const seen = new Map([[keyOf(replica), replica]]);
  for (const [key, one] of seen) {
    const known = repeats.usable.get(key);
    if (
      known === false ||
      (known === undefined && !isThere(repeats.w, one, step))
    ) {
      repeats.usable.set(keyOf(replica), false);
      return false;
    }
    for (const { replica: next, by } of known ? [] : one.needs.values()) {
      if (next && by >= 0) {
        seen.set(keyOf(next), next);
      }
    }
  }
  for (const key of seen.keys()) {
    repeats.usable.set(key, true);
  }
  return true;
}

/**
 * What a definition itself reads is the same in the step as where it stands; tests that decide
 * over definitions are not done again with values of other steps.
 */
function isThere(w: World, replica: Replica, step: Maker): boolean {
  const { isImpure, isConditional, absent, needs, names } = replica;
  const isOfValues =
    isConditional &&
    [...needs.values()].some(({ by, replica }) => by >= 0 && !replica);
  return (
    !isImpure &&
    !isOfValues &&
    [...absent].every(name => !entryAt(w, name, step)) &&
    (names.size === 1 ||
      [...names].every(name => isFrom(entryAt(w, name, step), replica))) &&
    [...needs].every(
      ([name, { order }]) => entryAt(w, name, step)?.order === order
    )
  );
}

/** A statement binds all its names again: none of them may stand for something newer by then. */
function isFrom(entry: Version | null, replica: Replica): boolean {
  const last = entry?.replica ?? null;
  return last !== null && replicaKey(last) === replicaKey(replica);
}
