import { isEmpty } from '../heap/members';
import { addTo, setKey } from '../heap/journal';
import { heldAt, holdersOf, noteChanged } from '../heap/marks';
import { reachedFrom } from '../heap/holding';
import type { Heap, Item } from '../heap/heap';
import { itemAt } from '../heap/objects';
import { toSet, type ObjectSet } from '../heap/sets';
import { noteEmptied } from './filled';
import { forgetTexts } from './texts';
import { currentVersion, setVersion } from '../names/binds';
import { hasBound, noteSurvivor } from '../names/uses';
import { noteChangedResults } from '../calls/cached';
import {
  ORDER_STRIDE,
  SKIPPED,
  type Site,
  type Version
} from '../heap/versions';
import type { World } from '../world';

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
  /^(?:builtins\.|numpy\.(?!random\.)|(?:pandas|polars|pyarrow|scipy\.sparse)\.)/;

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
