import { applyMethod } from '../calls/apply';
import { runLate } from '../calls/late';
import { runLazily } from '../calls/lazily';
import { lessSure } from '../names/binds';
import { change } from './changes';
import { findMethod } from '../calls/classes';
import { hold, partsOf } from '../heap/holding';
import { ORDINARY, type Item } from '../heap/heap';
import { itemAt, itemsOf, sharedAt } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, union, type ObjectId, type ObjectSet } from '../heap/sets';
import { noteListing } from '../process/listings';
import type { Site } from '../heap/versions';
import type { World } from '../world';
import { isEnum, memberIn } from './loads';
import { allTakenFrom, elementOf, takenFrom } from './views';

/** What a loop over a value gives; iterators move on. */
export function iterate(w: World, from: Abstract, site: Site): Abstract {
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  let found: ObjectSet = NOTHING;
  for (const item of itemsOf(w.heap, from.objects)) {
    if (item.kind === 'namespace') {
      noteListing(w, 'globals()', site);
    }
    consumeAll(w, [item.id], site);
    found = union(found, givenBy(w, item));
    if (item.kind !== 'library') {
      found = union(found, rowIn(w, item) ?? takenFrom(w.heap, item));
    }
  }
  w.certainty = certainty;
  return { objects: found, text: null };
}

/** The row that an iterator over rows gives; `null` for others. */
function rowIn(w: World, { id, kind, columns }: Item): ObjectSet | null {
  if (!columns || kind !== 'iterator') {
    return null;
  }
  const path = 'builtins.tuple';
  const seldom = { ...ORDINARY, columns };
  const row = sharedAt(w.heap, `row of ${id}`, { path, seldom });
  for (const column of columns) {
    hold(w.heap, [row.id], partsOfRow(w, column));
  }
  return [row.id];
}

/** What a part of a row may be. */
function partsOfRow(w: World, column: ObjectSet): ObjectSet {
  return itemsOf(w.heap, column).reduce<ObjectSet>(
    (all, item) => union(all, rowIn(w, item) ?? elementsOf(w, [item.id])),
    NOTHING
  );
}

const SEQUENCE = [
  '__iter__',
  '__next__',
  '__aiter__',
  '__anext__',
  '__getitem__'
];

/** What an instance of the notebook gives a loop, by its own methods. */
function givenBy(w: World, item: Item): ObjectSet {
  if (item.kind === 'class' && isEnum(w, item)) {
    return [memberIn(w, item, partsOf(w.heap, [item.id]))];
  }
  let found: ObjectSet = NOTHING;
  for (const name of item.kind === 'instance' ? SEQUENCE : []) {
    const method = findMethod(w, item, name);
    if (method) {
      const result = applyMethod(w, method, [item.id], []);
      itemsOf(w.heap, result.objects).forEach(one => runLate(w, one));
      found = union(found, partsOf(w.heap, result.objects));
    }
  }
  return found;
}

/** What can be taken out of values one by one. */
export function elementsOf(w: World, objects: ObjectSet): ObjectSet {
  return itemsOf(w.heap, objects).reduce<ObjectSet>(
    (all, item) => union(all, givenBy(w, item)),
    allTakenFrom(w.heap, objects)
  );
}

/** Iterators among these are used up. */
export function consumeAll(w: World, objects: ObjectSet, site: Site): void {
  let iterators: ObjectId[] | null = null;
  for (let i = 0; i < objects.length; i++) {
    const item = itemAt(w.heap, objects[i] ?? -1);
    if (item?.kind === 'iterator') {
      iterators = iterators ?? [];
      iterators.push(item.id);
    }
  }
  if (iterators) {
    runLazily(w, iterators);
    change(w, iterators, site);
  }
}

/** What a target of an unpacking gets. Elements of a library's fresh result are independent. */
export function unpack(w: World, from: Abstract, index: number): Abstract {
  let found: ObjectSet = NOTHING;
  consumeAll(w, from.objects, w.site);
  const place = index < 0 ? -1 - index : index;
  for (const item of itemsOf(w.heap, from.objects)) {
    const row = elementOf(w.heap, item, place);
    const column = item.kind === 'plain' ? item.columns?.[index] : undefined;
    if (column) {
      found = union(found, partsOfRow(w, column));
    } else if (row) {
      found = union(found, [row.id]);
    } else if (
      item.isFresh &&
      !item.origin.isFlat &&
      !item.path.startsWith('matplotlib.')
    ) {
      const { path, hazard } = item;
      const draft = { isOpaque: true, path, hazard };
      const element = sharedAt(w.heap, `element ${item.id} ${place}`, draft);
      found = union(found, [element.id]);
    } else if (item.kind !== 'library') {
      found = union(found, elementsOf(w, [item.id]));
    }
  }
  return { objects: found, text: null };
}
