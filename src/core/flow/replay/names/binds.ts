import type {
  AssureOp,
  BindForm,
  Certainty,
  Name
} from '../../../python/facts/types';
import { SUPPLY } from '../heap/effects';
import { addTo, bindTo, setKey } from '../heap/journal';
import { reach } from '../heap/logs';
import { noteName } from '../heap/marks';
import { hold } from '../heap/holding';
import { objectAt } from '../heap/objects';
import { ATOMIC, either, unfilled, type Abstract } from '../heap/values';
import { NOTHING, without } from '../heap/sets';
import {
  PARAMETERS,
  SKIPPED,
  type Replica,
  type Site,
  type Slot,
  type Version
} from '../heap/versions';
import type { World } from '../world';
import { checkPrelude } from './redefined';
import { hasBound, noteSurvivor } from './uses';

/** Bind a name, from here on in notebook order. */
export function bind(
  w: World,
  name: Name,
  given: Abstract,
  form: BindForm | 'dynamic',
  ownCertainty: Certainty,
  site: Site
): Version {
  const certainty = sureness(w, ownCertainty);
  const old = currentVersion(w, name);
  const isOwn = old?.by === w.maker;
  const isSure = certainty === 'certain';
  // What is given from outside in place of a parameter may be anything.
  const value = w.maker === PARAMETERS ? unfilled(given) : given;
  if (isOwn && !isSure && old.isChanged && !hasBound(old)) {
    noteSurvivor(w, old, site, null);
  }
  const wasSure = isOwn && old.form !== 'unbound' && old.certainty !== 'may';
  const version: Version = {
    name,
    by: w.maker,
    site,
    form,
    value: isSure || !old ? value : merged(w, name, old.value, value),
    own: isSure || !isOwn ? value : merged(w, name, old.own, value),
    may: isSure ? null : survivorOf(w, old),
    certainty: !isSure && wasSure ? old.certainty : certainty,
    isChanged: false,
    replica: isSure || !isMixed(w, old) ? w.replica : null,
    previous: old ?? null,
    order: ++w.order
  };
  if (w.guards > 0) {
    addTo(w.heap, w.guarded, `${w.maker} ${name}`);
  }
  if (w.replica) {
    noteBound(w, w.replica, name);
  }
  checkPrelude(w, version);
  setVersion(w, version);
  return version;
}

/** Another statement of the step has bound the name: the source of this one alone is too little. */
function isMixed(w: World, old: Version | undefined): boolean {
  return (
    w.maker >= 0 &&
    old?.by === w.maker &&
    old.form !== 'unbound' &&
    old.replica !== w.replica
  );
}

/** A name that may be more things than anybody tells apart is one that holds them all. */
const MOST = 64;

function merged(w: World, name: Name, a: Abstract, b: Abstract): Abstract {
  const both = either(a, b);
  if (both.objects.length <= MOST) {
    return both;
  }
  const all = objectAt(w.heap, `many ${name}`, { isOpaque: true });
  const others = both.objects.filter(id => id !== all.id);
  hold(w.heap, [all.id], others);
  hold(w.heap, others, [all.id]);
  return { objects: [all.id], text: null };
}

/** A statement binds a name; a star import above does when the name is first read. */
function noteBound(w: World, { cell, names }: Replica, name: Name): void {
  if (cell === w.cell) {
    names.add(name);
  } else {
    addTo(w.heap, names, name);
  }
}

/** How surely something happens here. */
function sureness(w: World, own: Certainty): Certainty {
  const around = w.guards > 0 ? lessSure(w.certainty, 'loop') : w.certainty;
  return lessSure(around, own);
}

/** What is only as sure as the weaker of two. */
export function lessSure(a: Certainty, b: Certainty): Certainty {
  if (a === 'may' || b === 'may') {
    return 'may';
  }
  return a === 'loop' ? a : b;
}

/** Bindings that this maker may have made before are part of what it makes now. */
function survivorOf(w: World, old: Version | undefined): Version | null {
  if (!old) {
    return null;
  }
  return old.by === w.maker && old.form !== 'unbound' ? old.may : old;
}

export function currentVersion(w: World, name: Name): Version | undefined {
  const slot = slotAt(w, name);
  return w.shadow?.get(name) ?? slot.version;
}

/** The place of a name, noted as looked up. */
export function slotAt({ heap, env }: World, name: Name): Slot {
  const slot = env.slotOf(name);
  if (slot.lookedAt !== heap.stamp) {
    slot.lookedAt = heap.stamp;
    heap.run.names.push(name);
    reach(heap, slot);
  }
  return slot;
}

/** The current versions of all names; a cell that asks for them has to note that it needs all. */
export function allVersions({ heap, env }: World): Version[] {
  if (heap.isAbove) {
    for (const slot of env.all()) {
      reach(heap, slot);
    }
  }
  return env.current();
}

/** Remember a version as the current one; a cell that does not run keeps its own to itself. */
export function setVersion(w: World, version: Version): void {
  const { name } = version;
  if (w.maker === SKIPPED) {
    noteSkipped(w, version);
    return;
  }
  const known = w.env.slotOf(name).version?.value.objects ?? NOTHING;
  bindVersion(w, version, false);
  for (const id of without(version.value.objects, known)) {
    noteName(w.heap, id, name);
  }
}

function bindVersion(w: World, value: Version, isSurer: boolean): void {
  const { name } = value;
  const { step } = w;
  const one = {
    slot: w.env.slotOf(name),
    final: step?.finals.slotOf(name) ?? null,
    value,
    isSurer,
    before: undefined,
    finalBefore: undefined,
    time: 0,
    under: null,
    underInStep: null
  };
  bindTo(w.heap, one, step?.log ?? null);
}

function noteSkipped(w: World, version: Version): void {
  const { name, site } = version;
  const before = w.env.get(name) ?? null;
  w.shadow?.set(name, version);
  if (version.form !== 'display') {
    const isNew = before === null;
    setKey(w.heap, w.skipped, name, { site, isNew, version: before });
  }
}

/** All ways that meet have bound the name since `order`: nothing older survives. */
export function assure(
  w: World,
  { name, certainty: ownCertainty, builtins }: AssureOp,
  order: number
): void {
  const version = currentVersion(w, name);
  const certainty = sureness(w, ownCertainty);
  if (
    certainty === 'may' ||
    !version ||
    version.by !== w.maker ||
    version.order <= order ||
    // A function may have unbound it since.
    version.form === 'unbound' ||
    !areBuiltins(w, builtins)
  ) {
    return;
  }
  const isSure = certainty === 'certain';
  const own: Version = {
    ...version,
    certainty: version.certainty === 'certain' ? 'certain' : certainty,
    may: isSure ? null : version.may,
    value: isSure ? version.own : version.value,
    order: ++w.order
  };
  if (w.maker === SKIPPED) {
    w.shadow?.set(name, own);
  } else {
    bindVersion(w, own, true);
  }
}

/** True for names under which nothing else can be found than what Python has there. */
function areBuiltins(w: World, names: readonly Name[]): boolean {
  if (names.length === 0) {
    return true;
  }
  w.heap.run.keys.add(SUPPLY);
  return (
    w.stars.length + w.dynamic.length === 0 &&
    names.every(name => !currentVersion(w, name))
  );
}

export function unbind(
  w: World,
  name: Name,
  isSure: boolean,
  site: Site
): void {
  const certain = isSure && sureness(w, 'certain') === 'certain';
  const old = currentVersion(w, name);
  setVersion(w, {
    name,
    by: w.maker,
    site,
    form: 'unbound',
    value: certain ? ATOMIC : (old?.value ?? ATOMIC),
    own: ATOMIC,
    may: certain ? null : (old ?? null),
    certainty: certain ? 'certain' : 'may',
    isChanged: false,
    replica: null,
    previous: old ?? null,
    order: ++w.order
  });
}
