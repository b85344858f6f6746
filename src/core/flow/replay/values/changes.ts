import { isEmpty } from '../heap/members';
import { addTo, pushTo, setKey } from '../heap/journal';
import { fillSlot, heldAt, holdersOf, noteChanged } from '../heap/marks';
import { hold, reachedFrom } from '../heap/holding';
import {
  itemAt,
  itemsOf,
  sharedAt,
  type Heap,
  type Item
} from '../heap/objects';
import { type Abstract } from '../heap/values';
import { toSet, type ObjectSet } from '../heap/sets';
import { giveAway, noteEmptied } from './filled';
import { forgetTexts } from './texts';
import { memoryOf, reshape } from './views';
import { bind, currentVersion, setVersion } from '../names/binds';
import { hasBound, noteSurvivor } from '../names/uses';
import { ANY_NAME } from '../calls/classes';
import { runStoreHooks } from '../calls/class-hooks';
import { noteChangedResults } from '../calls/cached';
import { askKey } from '../calls/protocols';
import { reportComputedNames } from '../calls/builtins';
import { notePatch } from '../process/patches';
import { touchState } from '../process/states';
import {
  ORDER_STRIDE,
  SKIPPED,
  type Site,
  type Version
} from '../heap/versions';
import type { World } from '../world';
import type { ChangeOp } from '../../../python/facts/types';
import { stateBehind, type CarriedState } from '../../library/state';

/**
 * Objects change here: every name from which one of them can be reached has a new version,
 * made by this step.
 */
export function change(
  w: World,
  objects: ObjectSet,
  site: Site,
  isAdding = false
): void {
  const own = notebooksOf(w.heap, objects);
  if (own.length === 0) {
    return;
  }
  if (!isAdding) {
    noteEmptied(w.heap, own);
  }
  noteChangedResults(w, objects);
  forgetTexts(w.heap, own);
  if (w.replica) {
    w.replica.isImpure = true;
  }
  if (w.step) {
    for (let i = 0; i < own.length; i++) {
      noteChanged(w.heap, w.step, own[i] ?? -1);
    }
  }
  const holders = holdersOf(w.heap, own);
  for (let i = 0; i < holders.length; i++) {
    const holder = heldAt(w.heap, holders[i] ?? -1);
    if (holder && !isEmpty(holder.names)) {
      for (const name of holder.names) {
        changeName(w, name, holder.id, site);
      }
    }
  }
}

/** The identity of objects is asked for: steps must not make copies of them. */
export function compareObjects(w: World, objects: ObjectSet): void {
  if (w.step) {
    for (const id of objects) {
      addTo(w.heap, w.step.compared, id, w.step.log);
    }
  }
}

/** As `change`, for all that the objects hold as well. */
export function changeDeeply(w: World, objects: ObjectSet, site: Site): void {
  changeReached(w, objects, site, () => true);
}

/**
 * As `changeDeeply`, but data are left as they are, and lists that the notebook wrote out: an
 * estimator fits the estimators it was given, and keeps the names of columns.
 */
export function changeModels(w: World, objects: ObjectSet, site: Site): void {
  change(w, objects, site);
  changeReached(
    w,
    objects,
    site,
    ({ isOpaque, path }) => isOpaque && !DATA.test(path)
  );
}

const DATA =
  /^(?:numpy\.(?!random\.)|(?:pandas|polars|pyarrow|scipy\.sparse)\.)/;

function changeReached(
  w: World,
  objects: ObjectSet,
  site: Site,
  isChanged: (item: Item) => boolean
): void {
  const values = reachedFrom(w.heap, objects).filter(
    item =>
      item.kind === 'instance' || (item.kind === 'plain' && isChanged(item))
  );
  change(w, toSet(values.map(({ id }) => id)), site);
}

/** Things of libraries belong to the process; a change there is process state. */
function notebooksOf(heap: Heap, objects: ObjectSet): ObjectSet {
  let count = 0;
  for (let i = 0; i < objects.length; i++) {
    count += isNotebooks(itemAt(heap, objects[i] ?? -1)) ? 1 : 0;
  }
  return count === objects.length
    ? toSet(objects)
    : toSet(objects.filter(id => isNotebooks(itemAt(heap, id))));
}

function isNotebooks(item: Item | undefined): boolean {
  return (
    item !== undefined && item.kind !== 'library' && item.kind !== 'namespace'
  );
}

function changeName(w: World, name: string, id: number, site: Site): void {
  const version = currentVersion(w, name);
  if (!version?.value.objects.includes(id)) {
    return;
  }
  const isOwn = version.by === w.maker;
  if (isOwn && version.isChanged && !version.replica && isFull(w)) {
    return;
  }
  if (hasBound(version)) {
    noteSurvivor(w, version, site, id);
  }
  if (
    isOwn &&
    version.isChanged &&
    !version.replica &&
    version.order > w.begun &&
    isSamePlace(version.site, site)
  ) {
    // One more version would say the same: this very operation has changed it already.
    version.order = ++w.order;
    return;
  }
  const changed: Version = {
    ...version,
    by: w.maker,
    site,
    may: isOwn ? version.may : version,
    certainty: isOwn ? version.certainty : 'may',
    isChanged: true,
    replica:
      w.replica && isOwn && w.replica === version.replica
        ? version.replica
        : null,
    previous: version,
    order: ++w.order
  };
  if (w.maker === SKIPPED) {
    const before = w.env.get(name) ?? null;
    setKey(w.heap, w.skipped, name, { site, isNew: false, version: before });
    return;
  }
  setVersion(w, changed);
}

function isSamePlace({ cell, at }: Site, other: Site): boolean {
  return (
    cell === other.cell &&
    at.start === other.at.start &&
    at.end === other.at.end
  );
}

/** Each change is told apart from others of its cell, but not endlessly many. */
function isFull(w: World): boolean {
  return w.order % ORDER_STRIDE > MOST_VERSIONS;
}

const MOST_VERSIONS = 500;

type Store = Pick<ChangeOp, 'isSure' | 'isSpelled' | 'isItem'>;

const UNKNOWN: Store = { isSure: false, isSpelled: false, isItem: false };

/** A store or delete through an attribute or subscript. */
export function changeThrough(
  w: World,
  target: Abstract,
  attr: string | null,
  key: Abstract,
  value: Abstract,
  site: Site,
  how: Store = UNKNOWN
): void {
  for (const item of itemsOf(w.heap, target.objects)) {
    if (item.kind === 'namespace') {
      const isOnly = target.objects.length === 1;
      storeName(w, key, value, site, how.isSure && isOnly);
    } else if (item.kind === 'library' || item.origin.behind) {
      giveAway(w, [{ value }]);
      const isOnly = target.objects.length === 1;
      changeLibrary(w, item, attr, key, site, isOnly ? how : UNKNOWN);
    }
    runStoreHooks(w, item, attr, key, value);
    if (attr === 'shape') {
      reshape(w.heap, item);
    }
    if (attr === '__dict__') {
      shareAttributes(w, item, value.objects);
    }
    noteStored(w, item, value.objects);
  }
  askKey(w, key.objects);
  hold(w.heap, target.objects, value.objects);
  change(w, target.objects, site, how.isItem || attr !== null);
  if (attr === null && key.objects.length > 0) {
    change(w, maskedIn(w, target, key), site);
  }
  const through = itemsOf(w.heap, target.objects).filter(
    ({ origin }) => origin.writesThrough
  );
  changeDeeply(w, toSet(through.map(({ id }) => id)), site);
}

/** The memory of tables that a mask picks the values out of that are written. */
function maskedIn({ heap }: World, target: Abstract, key: Abstract): ObjectSet {
  const isMask = itemsOf(heap, key.objects).some(
    ({ origin }) => origin.isTable || origin.isArray
  );
  const tables = isMask ? itemsOf(heap, target.objects) : [];
  return toSet(
    tables
      .filter(({ origin }) => origin.isTable)
      .map(item => memoryOf(heap, item).id)
  );
}

/**
 * The attributes of an object are from here on what another object holds, or knows by a name;
 * pickles make two things of that.
 */
function shareAttributes(w: World, item: Item, objects: ObjectSet): void {
  const isShared = objects.some(id => {
    const other = id === item.id ? undefined : heldAt(w.heap, id);
    const holders = [...(other?.heldBy ?? [])].filter(by => by !== item.id);
    return !other || holders.length > 0 || !isEmpty(other.names);
  });
  if (isShared) {
    const hazard = 'object whose attributes are kept in another one';
    const mark = sharedAt(w.heap, `attributes ${item.id}`, { hazard });
    hold(w.heap, [item.id], [mark.id]);
    hold(w.heap, objects, [item.id]);
  }
}

/** What is put into a class later can be had by any name. */
export function noteStored(w: World, item: Item, objects: ObjectSet): void {
  if (item.kind === 'class' && objects.length > 0) {
    fillSlot(w.heap, item, ANY_NAME, objects);
  }
}

/** `globals()[key] = value` */
export function storeName(
  w: World,
  key: Abstract,
  value: Abstract,
  site: Site,
  isSure = false
): void {
  if (key.text !== null) {
    // A name that was worked out may be another one, and methods may have other receivers.
    const certainty = isSure ? 'certain' : 'loop';
    bind(w, key.text, value, 'dynamic', certainty, site);
  } else {
    noteDynamic(w, site);
    reportComputedNames(w, site);
  }
}

/** Names that cannot be seen may be bound here, if the cell runs at all. */
export function noteDynamic(w: World, site: Site): void {
  if (w.maker === SKIPPED) {
    return;
  }
  pushTo(w.heap, w.dynamic, { by: w.maker, site });
}

/** State that is no more than variables or settings by name, which do not depend on each other. */
const HAVE_PARTS: ReadonlySet<string> = new Set<CarriedState>([
  'env:os.environ',
  'lib:decimal',
  'lib:matplotlib',
  'lib:pandas'
]);

function changeLibrary(
  w: World,
  item: Item,
  attr: string | null,
  target: Abstract,
  site: Site,
  { isSure, isSpelled }: Store
): void {
  const path = attr === null ? item.path : `${item.path}.${attr}`;
  const key = stateBehind(path) ?? item.origin.behind;
  if (w.replica) {
    w.replica.isImpure = true;
  }
  if (key) {
    const name =
      isSpelled && HAVE_PARTS.has(key) ? (attr ?? target.text) : null;
    const isAll = isSure && w.certainty === 'certain' && w.guards === 0;
    const part = name === null ? null : { name: `${item.path} ${name}`, isAll };
    touchState(w, { key, mode: 'write' }, site, false, part);
  } else {
    notePatch(w, item, attr, target, site);
  }
}
