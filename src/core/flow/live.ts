import type { Name } from '../python/facts/types';
import { statementKey, type Parameters } from './parameters/parameters';
import { entryAt, exitOf, homesIn, isHome } from './homes';
import { reachOf, type ObjectId } from './replay/objects';
import {
  PARAMETERS,
  PRELUDE,
  survivor,
  type Maker,
  type Replica,
  type Version
} from './replay/versions';
import type { StepRecord, World } from './replay/world';

/** What a step needs before its first cell. */
export interface Needs {
  readonly step: StepRecord;
  /** Values received, with the step that saves them. */
  readonly receives: Map<Name, { readonly version: Version; from: Maker }>;
  /** Parameters, and statements that compute others from them. */
  readonly parameters: Set<Name>;
  readonly computed: Set<Replica>;
  readonly definitions: Set<Replica>;
  /** Values that later steps receive from this one. */
  readonly saves: Set<Name>;
  /** For each value received, what else is in its file. */
  readonly beside: Map<Name, readonly Version[]>;
  /** Names that a later step wants to share objects as they do here. */
  readonly together: Name[][];
  /** Objects that names have in common, here or in a later step that receives them from here. */
  readonly common: Set<ObjectId>;
}

/** Which values are handed from step to step. */
export interface Live {
  readonly needs: readonly Needs[];
  /** Definitions that had to travel as values, since their source would not give them. */
  readonly byValue: ReadonlySet<Version>;
}

interface Work {
  readonly w: World;
  readonly parameters: Parameters;
  readonly needs: readonly Needs[];
  readonly byValue: Set<Version>;
  /** Whether a replica gives in a step what it gave where it stands. */
  readonly usable: Map<string, boolean>;
}

/**
 * Go backward through the steps: what a later step receives must be saved by the step that made
 * it last, and that one must receive what it only may have changed.
 */
export function findTransfers(w: World, parameters: Parameters): Live {
  const needs = w.steps.map((step): Needs => ({
    step,
    receives: new Map(),
    parameters: new Set(),
    computed: new Set(),
    definitions: new Set(),
    saves: new Set(),
    beside: new Map(),
    together: [],
    common: new Set()
  }));
  const work: Work = {
    w,
    parameters,
    needs,
    byValue: new Set(),
    usable: new Map()
  };
  goBackward(work);
  if (needs.some(({ together }) => together.length > 0)) {
    // Which values share a file is known only now.
    goBackward(work);
  }
  return { needs, byValue: work.byValue };
}

function goBackward(work: Work): void {
  for (const own of [...work.needs].reverse()) {
    for (const { entry } of own.step.uses.values()) {
      ensure(work, own, entry);
    }
    work.w.repeatedReads.forEach(version => ensure(work, own, version));
    for (const name of own.saves) {
      passThrough(work, own, name);
    }
    requireClassesOfGroups(work, own);
    chooseProviders(work, own);
  }
}

/** A value that this step saves but may not have made itself must come from before. */
function passThrough(work: Work, own: Needs, name: Name): void {
  const older = olderOf(work.w, own, name);
  if (older) {
    ensure(work, own, older);
  }
}

/** The version from before a step that may be there when it ends. */
function olderOf(w: World, { step }: Needs, name: Name): Version | null {
  const final = step.finals.get(name);
  return final ? survivor(final, step.index) : entryAt(w, name, step.index);
}

/** See to it that a step has this version when it begins. */
function ensure(work: Work, own: Needs, version: Version): void {
  const { name, by, replica } = version;
  const { step } = own;
  if (by >= step.index || own.receives.has(name)) {
    return;
  }
  if (by === PARAMETERS) {
    requireParameter(work, own, version);
  } else if (by === PRELUDE) {
    replica?.needs.forEach(need => {
      if (need.by >= 0) {
        ensure(work, own, need);
      }
    });
  } else if (replica && isUsable(work, replica, step.index)) {
    requireReplica(work, own, replica);
  } else {
    if (replica || isDefinition(version)) {
      work.byValue.add(version);
    }
    own.receives.set(name, { version, from: by });
    requireClasses(work, own, version);
  }
}

/** Its source is there, but it was changed since. */
function isDefinition({ form, isChanged }: Version): boolean {
  return isChanged && (form === 'function' || form === 'class');
}

function requireParameter(work: Work, own: Needs, version: Version): void {
  const { name, replica } = version;
  const isComputed =
    replica &&
    work.parameters.derived.has(statementKey(replica.cell, replica.statement));
  if (!isComputed) {
    own.parameters.add(name);
  } else if (!own.computed.has(replica)) {
    own.computed.add(replica);
    replica.needs.forEach(need => ensure(work, own, need));
  }
}

function requireReplica(work: Work, own: Needs, replica: Replica): void {
  if (!own.definitions.has(replica)) {
    own.definitions.add(replica);
    replica.needs.forEach(need => ensure(work, own, need));
  }
}

/**
 * True when the source of a definition gives the same in this step: all it reads when it runs
 * is there, as it was.
 */
function isUsable(work: Work, replica: Replica, step: Maker): boolean {
  const key = `${replica.cell}:${replica.statement}:${step}`;
  const known = work.usable.get(key);
  if (known !== undefined) {
    return known;
  }
  work.usable.set(key, true);
  let isSame =
    !replica.isImpure &&
    ![...replica.absent].some(name => entryAt(work.w, name, step));
  for (const [name, version] of replica.needs) {
    const entry = entryAt(work.w, name, step);
    const isDefinition = version.replica && version.by >= 0;
    isSame &&=
      entry === version &&
      (!isDefinition || isUsable(work, version.replica, step));
  }
  work.usable.set(key, isSame);
  return isSame;
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
      ensure(work, own, entry);
    }
  }
}

function requireClassesOfGroups(work: Work, own: Needs): void {
  for (const [name, { from }] of [...own.receives]) {
    const others = [...groupOf(work.needs[from], name)].flatMap(other =>
      other === name ? [] : (exitOf(work.w, other, from) ?? [])
    );
    own.beside.set(name, others);
    others.forEach(version => requireClasses(work, own, version));
  }
}

/** The names that are in one file with a name, itself included. */
function groupOf(provider: Needs | undefined, name: Name): Set<Name> {
  const group = new Set([name]);
  let size = 0;
  while (provider && size < group.size) {
    size = group.size;
    for (const names of provider.together) {
      if (names.some(other => group.has(other))) {
        names.forEach(other => group.add(other));
      }
    }
  }
  return group;
}

/**
 * Names that can reach the same object come from one step where that object is changed, or its
 * identity asked for: the last step that bound or changed any of them.
 */
function chooseProviders(work: Work, own: Needs): void {
  const { needs } = work;
  const known = candidates(work.w, own);
  for (const names of groupsOf(work, own, known)) {
    const from = Math.max(
      ...names.map(
        name =>
          own.receives.get(name)?.from ?? known.get(name)?.by ?? PARAMETERS
      )
    );
    names.forEach(name => receiveFrom(own, name, known, from));
    needs[from]?.together.push(names);
    own.common.forEach(id => needs[from]?.common.add(id));
  }
  for (const [name, { from }] of own.receives) {
    needs[from]?.saves.add(name);
  }
}

/** Receive a name from a step, also where its source would have given the value. */
function receiveFrom(
  own: Needs,
  name: Name,
  known: ReadonlyMap<Name, Version>,
  from: Maker
): void {
  const received = own.receives.get(name);
  const repeated = known.get(name);
  if (received) {
    received.from = from;
  } else if (repeated) {
    own.receives.set(name, { version: repeated, from });
    const { replica } = repeated;
    const others = [...(replica?.names ?? [])].filter(
      other => !own.receives.has(other)
    );
    if (replica && others.length === 0) {
      own.definitions.delete(replica);
    }
  }
}

function groupsOf(
  work: Work,
  own: Needs,
  known: ReadonlyMap<Name, Version>
): Name[][] {
  const { step, receives } = own;
  const touched = new Set([...step.changed, ...step.compared, ...own.common]);
  const parents = new Map<Name, Name>();
  const byObject = new Map<ObjectId, Name>();
  if (touched.size > 0 && receives.size > 0) {
    const { heap } = work.w;
    for (const [name, version] of known) {
      for (const id of reachOf(heap, version.value.objects)) {
        if (touched.has(id)) {
          const other = byObject.get(id);
          byObject.set(id, name);
          if (other !== undefined) {
            own.common.add(id);
            unite(parents, name, other);
          }
        }
      }
    }
  }
  for (const names of own.together) {
    const received = names.filter(name => receives.has(name));
    received.forEach(name => unite(parents, name, received[0] ?? name));
  }
  return collect(parents, [...parents.keys(), ...parents.values()]).filter(
    names => names.some(name => receives.has(name))
  );
}

/** Values received, and those that the step has from parameters, prelude cells or source. */
function candidates(w: World, own: Needs): Map<Name, Version> {
  const { receives, saves, step } = own;
  const found = new Map<Name, Version>();
  for (const [name, { version }] of receives) {
    found.set(name, version);
  }
  for (const [name, { entry }] of step.uses) {
    if (!found.has(name)) {
      found.set(name, entry);
    }
  }
  for (const name of saves) {
    const older = found.has(name) ? null : olderOf(w, own, name);
    if (older) {
      found.set(name, older);
    }
  }
  return found;
}

function rootOf(parents: Map<Name, Name>, name: Name): Name {
  let root = name;
  for (let up = parents.get(root); up !== undefined; up = parents.get(root)) {
    root = up;
  }
  return root;
}

function unite(parents: Map<Name, Name>, a: Name, b: Name): void {
  const [x, y] = [rootOf(parents, a), rootOf(parents, b)];
  if (x !== y) {
    parents.set(x, y);
  }
}

function collect(parents: Map<Name, Name>, names: readonly Name[]): Name[][] {
  const groups = new Map<Name, Name[]>();
  for (const name of new Set(names)) {
    const root = rootOf(parents, name);
    groups.set(root, [...(groups.get(root) ?? []), name]);
  }
  return [...groups.values()].filter(group => group.length > 1);
}
