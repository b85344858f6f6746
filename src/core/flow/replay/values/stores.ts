import { change, changeDeeply } from './changes';
import { isEmpty } from '../heap/members';
import { pushTo } from '../heap/journal';
import { fillSlot, heldAt } from '../heap/marks';
import { hold } from '../heap/holding';
import type { Item } from '../heap/heap';
import { itemsOf, sharedAt } from '../heap/objects';
import type { Abstract } from '../heap/values';
import { toSet, type ObjectSet } from '../heap/sets';
import { giveAway } from './filled';
import { memoryOf, reshape } from './views';
import { bind } from '../names/binds';
import { ANY_NAME } from '../calls/classes';
import { runStoreHooks } from '../calls/class-hooks';
import { askKey } from '../calls/protocols';
import { reportComputedNames } from '../calls/builtins';
import { notePatch } from '../process/patches';
import { touchState } from '../process/states';
import { SKIPPED, type Site } from '../heap/versions';
import type { World } from '../world';
import type { ChangeOp } from '../../../python/facts/types';
import { stateBehind, type CarriedState } from '../../library/state';

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
