import type { Name } from '../../python/facts/types';
import { statementKey, type Parameters } from '../parameters/parameters';
import { entryAt, entryBefore, exitOf, homesIn, isHome } from './homes';
import {
  PARAMETERS,
  foundBy,
  PRELUDE,
  replicaKey,
  type Replica,
  type Version
} from '../replay/heap/versions';
import { currentVersion } from '../replay/names/binds';
import type { StepRecord } from '../replay/records';
import { isDefinition, isUsable, mayBeOlder, type Repeats } from './repeats';
import {
  askProviders,
  chooseProviders,
  groupOf,
  olderOf,
  type Needs
} from './sharing';

/** What is found while steps are gone through backward. */
export interface Work extends Repeats {
  readonly parameters: Parameters;
  /** By step; those of steps above the one in hand are made when they are asked for. */
  readonly needs: Needs[];
  /** Values that later steps receive from each. */
  readonly asked: Set<Name>[];
  readonly byValue: Set<Version>;
  /** Versions that the step in hand must have. */
  readonly pending: Version[];
  /** Some values must come together. */
  hasGroups: boolean;
  /** Some needs were found for an earlier state of the notebook. */
  hasKnown: boolean;
  /**
   * All steps gone through need what they needed before: those above are asked for the same, which
   * is not written down until one of them needs something else.
   */
  isSame: boolean;
}

/** The needs of a step as far as those below ask for them. */
export function needsAt({ needs, asked }: Work, step: StepRecord): Needs {
  return (needs[step.index] ??= {
    step,
    receives: new Map(),
    parameters: new Set(),
    computed: new Map(),
    definitions: new Map(),
    saves: asked[step.index] ?? new Set(),
    passes: new Map(),
    beside: new Map(),
    together: [],
    common: new Set(),
    clashes: []
  });
}

/** Follow all that a step uses and is asked for to who makes it. */
export function needAll(work: Work, own: Needs): void {
  own.clashes.length = 0;
  // What is received already is not looked at again below.
  for (const { version } of own.receives.values()) {
    noteChangeAbove(work, own, version);
  }
  for (const { entry } of own.step.uses.values()) {
    ensure(work, own, entry);
  }
  work.w.repeatedReads.forEach(version => ensure(work, own, version));
  for (const name of own.saves) {
    passThrough(work, own, name);
  }
  requireClassesOfGroups(work, own);
  const groups = chooseProviders(work.w, own);
  for (const { names, from } of groups) {
    const step = work.w.steps[from];
    const provider = step && needsAt(work, step);
    provider?.together.push(names);
    own.common.forEach(id => provider?.common.add(id));
  }
  work.hasGroups ||= groups.length > 0;
  askProviders(work.asked, own);
}

/** A value that this step saves but may not have made itself must come from before. */
function passThrough(work: Work, own: Needs, name: Name): void {
  noteWanted(work, own, name);
  const older = olderOf(work.w, own, name);
  if (older) {
    ensure(work, own, older);
  }
}

/** What a step that has not made a value itself is asked for by later ones. */
function noteWanted({ needs }: Work, own: Needs, name: Name): void {
  const { step, passes, clashes } = own;
  passes.delete(name);
  if (step.finals.get(name)) {
    return;
  }
  for (const { receives } of needs.slice(step.index + 1)) {
    const received = receives.get(name);
    const entry =
      received?.from === step.index
        ? entryBefore(received.version, step.index)
        : null;
    const known = passes.get(name);
    if (entry && known && known !== entry) {
      const isNewer = entry.order > known.order;
      const [version, above] = isNewer ? [entry, known] : [known, entry];
      clashes.push({ version, above: above.site });
    }
    if (entry) {
      passes.set(name, entry);
    }
  }
}

/** See to it that a step has this version, and what comes with it, when it begins. */
function ensure(work: Work, own: Needs, version: Version): void {
  ensureOne(work, own, version);
  drain(work, own);
}

function drain(work: Work, own: Needs): void {
  for (let next = work.pending.pop(); next; next = work.pending.pop()) {
    ensureOne(work, own, next);
  }
}

function ensureOne(work: Work, own: Needs, version: Version): void {
  const { name, by, replica } = version;
  const { step } = own;
  currentVersion(work.w, name);
  if (by === PARAMETERS) {
    // Also beside another value of the name that is received: others are computed from it.
    requireParameter(work, own, version);
    return;
  }
  if (by >= step.index || own.receives.has(name) || isGone(work, version)) {
    return;
  }
  if (by === PRELUDE) {
    replica?.needs.forEach(need => {
      if (need.by >= 0) {
        work.pending.push(need);
      }
    });
  } else if (
    replica &&
    !mayBeOlder(version) &&
    isUsable(work, replica, step.index)
  ) {
    requireReplica(work, own, replica);
  } else {
    if (replica || isDefinition(version)) {
      work.byValue.add(version);
    }
    own.receives.set(name, { version, from: by });
    noteChangeAbove(work, own, version);
    requireClasses(work, own, version);
  }
}

/**
 * A step that is resumed below the maker of a value, which has a higher number, cannot have the
 * value that it changes there by way of something else.
 */
function noteChangeAbove({ w }: Work, own: Needs, version: Version): void {
  const { name, by } = version;
  const found = foundBy(version);
  const maker = w.steps[by];
  if (found && found.by > by && maker) {
    // It may use something older of that name, which is what it would change.
    w.heap.run.needsAll = true;
    const use = maker.uses.get(name);
    if (!use || use.entry.order < found.order) {
      own.clashes.push({ version, above: found.site });
    }
  }
}

/** True for a name that was deleted for sure, and that no repeated cell brings back. */
function isGone({ w }: Work, { name, form, may }: Version): boolean {
  if (form !== 'unbound' || may) {
    return false;
  }
  for (
    let next = currentVersion(w, name);
    next;
    next = next.previous ?? undefined
  ) {
    if (next.by < 0) {
      return false;
    }
  }
  return true;
}

function requireParameter(work: Work, own: Needs, version: Version): void {
  const { name, replica } = version;
  const isComputed =
    replica &&
    work.parameters.derived.has(statementKey(replica.cell, replica.statement));
  if (!isComputed) {
    own.parameters.add(name);
  } else if (!own.computed.has(replicaKey(replica))) {
    own.computed.set(replicaKey(replica), replica);
    work.pending.push(...replica.needs.values());
  }
}

function requireReplica(work: Work, own: Needs, replica: Replica): void {
  const key = replicaKey(replica);
  if (!own.definitions.has(key)) {
    own.definitions.set(key, replica);
    work.pending.push(...replica.needs.values());
  }
}

/**
 * Classes in a value, and those of its instances, must be the ones that the step has by name.
 * A file holds all values of its group, so their classes are needed too.
 */
function requireClasses(work: Work, own: Needs, version: Version): void {
  const { w } = work;
  for (const home of homesIn(w, version)) {
    const entry = entryAt(w, home.name, own.step.index);
    if (entry && entry.by >= 0 && isHome(entry, home)) {
      work.pending.push(entry);
    }
  }
}

function requireClassesOfGroups(work: Work, own: Needs): void {
  for (const [name, { from }] of [...own.receives]) {
    const provider = work.needs[from];
    if (!provider?.together.some(names => names.includes(name))) {
      own.beside.delete(name);
      continue;
    }
    const others = [...groupOf(provider, name)].flatMap(other =>
      other === name ? [] : (exitOf(work.w, other, from) ?? [])
    );
    own.beside.set(name, others);
    others.forEach(version => requireClasses(work, own, version));
    drain(work, own);
  }
}
