import type { Name } from '../../python/facts/types';
import { isInAny } from '../replay/heap/marks';
import { type Item } from '../replay/heap/heap';
import { itemsOf } from '../replay/heap/objects';
import { comingWith, entryAt, homesIn, reachedBy } from './homes';
import { collect, unite } from './name-groups';
import type { ObjectId } from '../replay/heap/sets';
import {
  PARAMETERS,
  replicaKey,
  survivor,
  type Maker,
  type Replica,
  type Site,
  type Version
} from '../replay/heap/versions';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';

/** What a step needs before its first cell. */
export interface Needs {
  readonly step: StepRecord;
  /** Values received, with the step that saves them. */
  readonly receives: Map<Name, { readonly version: Version; from: Maker }>;
  /** Parameters, and statements that compute others from them; statements by their keys. */
  readonly parameters: Set<Name>;
  readonly computed: Map<string, Replica>;
  readonly definitions: Map<string, Replica>;
  /** Values that later steps receive from this one. */
  readonly saves: Set<Name>;
  /** What it only hands on, as later steps want it. */
  readonly passes: Map<Name, Version>;
  /** For each value received, what else is in its file. */
  readonly beside: Map<Name, readonly Version[]>;
  /** Names that a later step wants to share objects as they do here. */
  readonly together: Name[][];
  /** Objects that names have in common, here or in a later step that receives them from here. */
  readonly common: Set<ObjectId>;
  /** Values that would have to come through steps that themselves want others of these names. */
  readonly clashes: Clash[];
}

/**
 * A step uses a name, or binds it, above the place where another one, which continues there,
 * gave it this version.
 */
export interface Clash {
  readonly version: Version;
  readonly above: Site;
}

/** The version from before a step that may be there when it ends. */
export function olderOf(
  w: World,
  { step, passes }: Needs,
  name: Name
): Version | null {
  // A step above may have bound the name once more, below what this one has used.
  const entry =
    step.uses.get(name)?.entry ??
    passes.get(name) ??
    entryAt(w, name, step.index);
  const final = step.finals.get(name);
  return final ? survivor(final, step.index) : entry;
}

/** The names that are in one file with a name, itself included. */
export function groupOf(provider: Needs | undefined, name: Name): Set<Name> {
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

/** Names that a step receives together, and the step that it receives them from. */
export interface Group {
  readonly names: Name[];
  readonly from: Maker;
}

/**
 * Names that can reach the same object come from one step where that object is changed, or its
 * identity asked for: the last step that bound or changed any of them.
 */
export function chooseProviders(w: World, own: Needs): Group[] {
  if (own.receives.size === 0) {
    return [];
  }
  const { step, common } = own;
  const hasTouched = step.changed.size + step.compared.size + common.size > 0;
  // Where nothing is changed, only values that are received share files.
  const known = hasTouched ? candidates(w, own) : NO_VERSIONS;
  return groupsOf(w, own, known).flatMap(all => {
    const versions = all.flatMap(name => known.get(name) ?? []);
    const from = Math.max(
      ...all.map(
        name =>
          own.receives.get(name)?.from ?? known.get(name)?.by ?? PARAMETERS
      )
    );
    // What another step uses is nothing that is noted one by one.
    w.heap.run.needsAll = true;
    const apart = clashesAt(versions, w.steps[from]);
    own.clashes.push(...apart.filter(clash => isOld(w, own, clash)));
    const names = all.filter(
      name => !apart.some(({ version }) => version.name === name)
    );
    if (names.length < 2) {
      return [];
    }
    names.forEach(name => receiveFrom(own, name, known, from));
    return [{ names, from }];
  });
}

/** What cannot come through a step, because there the name has to stand for something older. */
function clashesAt(
  versions: readonly Version[],
  step: StepRecord | undefined
): Clash[] {
  return versions.flatMap(version => {
    const use = step?.uses.get(version.name);
    const final = step?.finals.get(version.name);
    const older = [use?.entry, final].find(
      one => one && one.order < version.order
    );
    const above = older === final ? final?.site : use?.site;
    const isBelow = step && older && version.by < step.index;
    return isBelow && above ? [{ version, above }] : [];
  });
}

/** It has objects in common with others that were there before the cell that gave it this version. */
function isOld(w: World, { common }: Needs, { version }: Clash): boolean {
  const first = w.cells[version.site.cell]?.run.first ?? 0;
  return reachedBy(w, version).items.some(
    ({ id }) => id < first && common.has(id)
  );
}

/** Steps save what another one receives from them. */
export function askProviders(
  asked: readonly Set<Name>[],
  { receives }: Needs
): void {
  for (const [name, { from }] of receives) {
    asked[from]?.add(name);
  }
}

const NO_VERSIONS: ReadonlyMap<Name, Version> = new Map();

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
      own.definitions.delete(replicaKey(replica));
    }
  }
}

function groupsOf(
  w: World,
  own: Needs,
  known: ReadonlyMap<Name, Version>
): Name[][] {
  const { receives } = own;
  const { changed, compared } = own.step;
  const parents = new Map<Name, Name>();
  const byObject = new Map<ObjectId, Name>();
  const reached = [...known].map(
    ([name, version]) => [name, comingWith(w, version, own.step.index)] as const
  );
  const isTouched = isInAny(w.heap, [changed, compared, own.common]);
  for (const [name, items] of reached) {
    for (const item of items) {
      const { id } = item;
      if (isTouched(item)) {
        const other = byObject.get(id);
        byObject.set(id, name);
        if (other !== undefined) {
          own.common.add(id);
          unite(parents, name, other);
        }
      }
    }
  }
  uniteClasses(w, own, parents);
  for (const names of own.together) {
    const received = names.filter(name => receives.has(name));
    received.forEach(name => unite(parents, name, received[0] ?? name));
  }
  return collect(parents, [...parents.keys(), ...parents.values()]).filter(
    names => names.some(name => receives.has(name))
  );
}

/** Values whose files would each need the other one first are in one file. */
function uniteClasses(w: World, own: Needs, parents: Map<Name, Name>): void {
  const { receives } = own;
  let needed: Map<Name, readonly Name[]> | null = null;
  for (const [name, { version }] of receives) {
    const homes = homesIn(w, version);
    if (homes.length > 0 && !homes.some(home => actsOnClasses(w, home))) {
      needed ??= new Map<Name, readonly Name[]>();
      needed.set(
        name,
        homes.map(home => home.name)
      );
    }
  }
  for (const [name, homes] of needed ?? []) {
    for (const home of homes) {
      const isMutual =
        home !== name &&
        (needed?.get(home)?.includes(name) || isInside(w, own, name, home));
      if (isMutual) {
        unite(parents, name, home);
      }
    }
  }
}

/** A value, or something in it, can be had from a class that is received as well. */
function isInside(
  w: World,
  { receives }: Needs,
  name: Name,
  home: Name
): boolean {
  const value = receives.get(name)?.version;
  const owner = receives.get(home)?.version;
  if (!value || !owner) {
    return false;
  }
  const inside = new Set(reachedBy(w, value).items.filter(isData));
  return reachedBy(w, owner).items.some(
    item => inside.has(item) || value.value.objects.includes(item.id)
  );
}

function isData({ kind }: Item): boolean {
  return kind === 'plain' || kind === 'instance';
}

/** A class that does something when one is derived from it needs its name there already. */
function actsOnClasses(w: World, { value }: Version): boolean {
  return itemsOf(w.heap, value.objects).some(({ definition }) =>
    definition?.methods.has('__init_subclass__')
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
