import { resultByNumber } from '../../../messages/dynamic';
import { preludeReadsStep, stepResumed } from '../../../messages/tags';
import type { Name, ReadOp } from '../../../python/facts/types';
import { BUILTINS } from '../../library/functions';
import { memberPath, remember } from '../../library/remember';
import { resumedFixes } from '../../fixes/cells';
import { moveToStep } from '../../fixes/statements';
import { type Activation, siteOf } from '../calls/activation';
import { allVersions, slotAt } from './binds';
import { GUARDED, STATES } from '../heap/effects';
import { setFirst } from '../heap/journal';
import { type Item } from '../heap/heap';
import { itemAt, itemsOf, libraryItem, objectAt } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { touchState } from '../process/states';
import { whereOf } from '../places';
import {
  PARAMETERS,
  PRELUDE,
  survivor,
  type Maker,
  type Site,
  type Version
} from '../heap/versions';
import { type StepRecord } from '../records';
import { reportOnce, type World } from '../world';
import { reportMissing } from './missing';
import { noteUse } from './uses';

/** The value of a name here and now; what the step needs for it is noted. */
export function readName(w: World, act: Activation, op: ReadOp): Abstract {
  return readAt(w, act, op.name, siteOf(w, act, op.at), op);
}

interface Manner {
  readonly probe: boolean;
  readonly inside: boolean;
  readonly certain: boolean;
  readonly isTarget?: boolean;
  readonly at: ReadOp['at'];
}

export function readAt(
  w: World,
  act: Activation,
  name: Name,
  site: Site,
  manner: Manner
): Abstract {
  const slot = slotAt(w, name);
  const version = w.shadow?.get(name) ?? slot.version;
  if (
    !version ||
    (version.form === 'unbound' && !version.may && BUILTINS.has(name))
  ) {
    return readOther(w, act, name, site, manner);
  }
  noteNeed(w, version, site);
  let { value } = version;
  if (w.step) {
    checkResumed(w, w.step, version, site);
    if (slot.mentionedAt !== w.heap.stamp) {
      slot.mentionedAt = w.heap.stamp;
      w.heap.run.mentioned.push(name);
    }
    const isBound = manner.inside && version.by === w.step.index;
    if (!isBound || isPerhapsOlder(w, version)) {
      noteUse(w, version, site, manner.probe);
    } else {
      // What the name stood for before cannot be here.
      value = version.own;
    }
  }
  if (!manner.isTarget) {
    readSettings(w, value, site);
  }
  return value;
}

/** Behind a block that may have ended early, an older value may be there after all. */
function isPerhapsOlder(w: World, { name, by, may }: Version): boolean {
  if (may === null || w.guards > 0) {
    return false;
  }
  w.heap.run.keys.add(GUARDED);
  return w.guarded.has(`${by} ${name}`);
}

/** A file is loaded that may hold instances of any class of the notebook. */
export function readClasses(w: World, act: Activation, site: Site): void {
  if (!w.step) {
    return;
  }
  w.heap.run.needsAll = true;
  const manner = { probe: true, inside: false, certain: false, at: site.at };
  for (const { name, replica, form } of allVersions(w)) {
    if (replica?.kind === 'class' && form !== 'unbound') {
      readAt(w, act, name, site, manner);
    }
  }
}

/** Every class of the notebook that derives from this one may be asked for. */
export function readSubclasses(
  w: World,
  act: Activation,
  base: Item,
  site: Site
): ObjectSet {
  w.heap.run.needsAll = true;
  const manner = { probe: true, inside: false, certain: false, at: site.at };
  let found: ObjectSet = NOTHING;
  for (const { name, value, form } of allVersions(w)) {
    const derived = itemsOf(w.heap, value.objects).filter(
      ({ kind, related }) => kind === 'class' && related.includes(base.id)
    );
    if (derived.length > 0 && form !== 'unbound') {
      readAt(w, act, name, site, manner);
      found = union(found, toSet(derived.map(({ id }) => id)));
    }
  }
  return found;
}

/** What a name is where no cell binds it; asked for with every name of a builtin. */
const withoutBinding = remember(name => ({
  /** Of the builtin. */
  path: BUILTINS.has(name) ? memberPath('builtins', name) : null,
  /** Of results and inputs of cells. */
  isByNumber: /^(?:Out|In|_oh|_ih|_i+|_i?\d+)$/.test(name)
}));

/** A name that no cell above binds: a builtin, or something missing. */
function readOther(
  w: World,
  act: Activation,
  name: Name,
  site: Site,
  manner: Manner
): Abstract {
  const { path, isByNumber } = withoutBinding(name);
  if (isByNumber && w.step && !manner.probe) {
    reportByNumber(w, name, site);
  }
  if (name === '__class__' && w.classes.length > 0) {
    return { objects: w.classes.slice(-1), text: null };
  }
  if (path !== null) {
    return { objects: [libraryItem(w.heap, path).id], text: null };
  }
  w.replica?.absent.add(name);
  const inBody = { cell: act.cell, at: manner.at };
  return reportMissing(w, name, site, inBody, manner) ?? unknown(w, name);
}

// What makes diagnostics has functions of its own, so that the ordinary way pays nothing for them.

function reportByNumber(w: World, name: Name, site: Site): void {
  reportOnce(w, `DF604 ${name} ${site.cell}`, () =>
    resultByNumber(whereOf(w.notebook, site), name)
  );
}

/** The same each time in a cell: calls that get it are told apart by what they get. */
function unknown(w: World, name: Name): Abstract {
  const item = objectAt(w.heap, `unknown ${name}`, { isOpaque: true });
  return { objects: [item.id], text: null };
}

/**
 * The step that made something, if one did: others have numbers that nothing in a list has, and to
 * ask a list for these takes far longer than for what is in it.
 */
function stepBy({ steps }: World, by: Maker): StepRecord | undefined {
  return by < 0 ? undefined : steps[by];
}

/** The statement that runs now, if it can be repeated elsewhere, needs this version there. */
function noteNeed(w: World, version: Version, site: Site): void {
  const { replica } = w;
  const maker = w.maker === PRELUDE ? stepBy(w, version.by) : undefined;
  if (maker) {
    reportPreludeReads(w, version, maker, site);
  }
  if (w.maker === PRELUDE && version.by === PARAMETERS) {
    setFirst(w.heap, w.repeatedReads, version.order, version);
  }
  if (
    replica &&
    version.replica !== replica &&
    !replica.needs.has(version.name)
  ) {
    replica.needs.set(version.name, version);
  }
}

function reportPreludeReads(
  w: World,
  version: Version,
  maker: StepRecord,
  site: Site
): void {
  const { name } = version;
  reportOnce(w, `DF108 ${name} ${site.cell}`, () =>
    preludeReadsStep(
      whereOf(w.notebook, site),
      name,
      maker.name,
      whereOf(w.notebook, version.site),
      moveToStep(w, site)
    )
  );
}

/** A cell that resumes a step cannot read what another step made below its first cell. */
function checkResumed(
  w: World,
  step: StepRecord,
  version: Version,
  site: Site
): void {
  const older = survivor(version, step.index);
  const other = older && stepBy(w, older.by);
  if (other && older.site.cell > step.first) {
    reportReadBetween(w, step, other, older, site);
  }
}

function reportReadBetween(
  w: World,
  step: StepRecord,
  other: StepRecord,
  older: Version,
  site: Site
): void {
  const { name } = older;
  reportOnce(w, `DF104 ${name} ${site.cell}`, () =>
    stepResumed(
      whereOf(w.notebook, site),
      { step: step.name, other: other.name, name, verb: 'reads' },
      whereOf(w.notebook, older.site),
      resumedFixes(w, site, step.name)
    )
  );
}

/** Values that came from a library follow its settings. */
function readSettings(w: World, value: Abstract, site: Site): void {
  if (w.states.size === 0) {
    w.heap.run.keys.add(STATES);
    return;
  }
  for (const id of value.objects) {
    const key = itemAt(w.heap, id)?.origin.settings ?? null;
    if (key !== null) {
      touchState(w, { key, mode: 'read' }, site, true);
    }
  }
}
