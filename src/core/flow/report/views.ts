import type { Diagnostic } from '../../diagnostic';
import { viewChanged } from '../../messages/transfers';
import type { Name } from '../../python/facts/types';
import { mergeSteps } from '../fixes/cells';
import { copyView } from '../fixes/statements';
import type { Needs } from '../live/sharing';
import { type Item } from '../replay/heap/heap';
import { itemAt, itemsOf } from '../replay/heap/objects';
import type { Version } from '../replay/heap/versions';
import { whereOf } from '../replay/places';
import { isElement, isLooking, isNotes } from '../replay/values/views';
import type { World } from '../replay/world';

/** How many steps receive a name. */
export type Receivers = (name: Name) => number;

/** A diagnostic that is given if none was given by this key. */
export interface Finding {
  readonly key: string;
  readonly make: (receivers: Receivers) => Diagnostic;
}

/** Notes a finding. */
export type Once = (key: Finding['key'], make: Finding['make']) => void;

/** Values that show what another one holds, of which a step changes one (DF403). */
export function reportViews(w: World, needs: Needs, once: Once): void {
  reportArrays(w, needs, once);
  for (const [, { version }] of needs.receives) {
    reportLooking(w, needs, version, once);
  }
}

/**
 * What looks into a value when it is used finds there what was handed on with it, not what later
 * steps have made of the value.
 */
function reportLooking(
  w: World,
  { step }: Needs,
  view: Version,
  once: Once
): void {
  const bases = itemsOf(w.heap, view.value.objects)
    .filter(isLooking)
    .flatMap(item => [...lookedInto(w, item, view)])
    .filter(id => !itemAt(w.heap, id)?.origin.isArray);
  for (const id of bases) {
    const changer = w.steps.find(
      ({ index, changed }) =>
        index > view.by && index <= step.index && changed.has(id)
    );
    // All that the other step has made is looked at here.
    w.heap.run.needsAll ||= changer !== undefined;
    const base = changer?.finals
      .current()
      .find(
        ({ name, isChanged, value }) =>
          isChanged && name !== view.name && isBase(w, value.objects, id)
      );
    if (base) {
      once(`view ${[view.name, base.name].sort().join()}`, () =>
        viewChanged(
          whereOf(w.notebook, base.site),
          {
            view: view.name,
            base: base.name,
            what: 'values',
            made: whereOf(w.notebook, view.site)
          },
          mergeSteps(w, w.steps[view.by], step)
        )
      );
    }
  }
}

/** What a value shows whenever it is used. */
function lookedInto(
  w: World,
  item: Item,
  { value }: Version
): Iterable<number> {
  if (isNotes(item)) {
    // Among other things in a table they are not what a name is for.
    return value.objects.length === 1 ? [item.id] : [];
  }
  return item.origin.isArray ? basesOf(w, [item.id]) : item.related;
}

/** True for an object itself, and for a table with that memory. */
function isBase(w: World, objects: readonly number[], id: number): boolean {
  const parts = itemAt(w.heap, id)?.related ?? [];
  return objects.some(one => {
    const item = one === id ? undefined : itemAt(w.heap, one);
    return (
      one === id || (item?.origin.isTable === true && parts.includes(item.part))
    );
  });
}

/** Arrays that share memory, of which this step changes one (DF403). */
function reportArrays(w: World, { step, receives }: Needs, once: Once) {
  const arrays = namedArrays(w, receives);
  const touched = (ids: readonly number[]) =>
    ids.some(id => step.changed.has(id));
  for (const view of arrays) {
    const base = arrays.find(
      other =>
        other !== view &&
        !view.isTable &&
        isYounger(view, other) &&
        // What is written to a table by place is told of where the array is used.
        (touched(view.ids) || (touched(other.ids) && !other.isTable)) &&
        !other.ids.some(id => view.ids.includes(id)) &&
        shareMemory(w, view.ids, other.ids)
    );
    const changer = base && touched(base.ids) ? base.name : view.name;
    const site = step.finals.get(changer)?.site;
    if (base && site) {
      const key = [view.name, base.name].sort().join();
      once(`view ${key}`, () =>
        viewChanged(
          whereOf(w.notebook, site),
          {
            view: view.name,
            base: base.name,
            what: base.isTable ? 'values' : 'arrays',
            made: whereOf(w.notebook, view.version.site)
          },
          [
            ...mergeSteps(w, w.steps[view.version.by], step),
            // Behind what leaves the notebook's own results as they are.
            ...copyView(w, view.version)
          ]
        )
      );
    }
  }
}

interface NamedArray {
  readonly name: Name;
  readonly version: Version;
  readonly ids: readonly number[];
  readonly isTable: boolean;
}

function namedArrays(w: World, receives: Needs['receives']): NamedArray[] {
  return [...receives].flatMap(([name, { version }]) => {
    const own = itemsOf(w.heap, version.value.objects).filter(
      item => item.origin.isArray || item.origin.isTable || isLooking(item)
    );
    const ids = own.map(({ id }) => id);
    const isTable = own.some(({ origin }) => origin.isTable);
    return own.length > 0 ? [{ name, version, ids, isTable }] : [];
  });
}

/** The name that was bound later is the view's. */
function isYounger(a: NamedArray, b: NamedArray): boolean {
  const { order } = a.version;
  return order === b.version.order
    ? Math.min(...a.ids) > Math.min(...b.ids)
    : order > b.version.order;
}

/** True when two arrays are views of each other, or of the same one. */
function shareMemory(
  w: World,
  some: readonly number[],
  others: readonly number[]
): boolean {
  const [known, found] = [basesOf(w, some), basesOf(w, others)];
  // What a number picks out of an array is a view as well, unless it is one value.
  return [...found].some(
    id =>
      (known.has(id) && !isApart(w, id, known, found)) ||
      known.has(itemAt(w.heap, id)?.part ?? id)
  );
}

/** True when both come from an array by its rows, and by other ones. */
function isApart(w: World, base: number, ...all: ReadonlySet<number>[]) {
  const [some = [], others = []] = all.map(ids =>
    [...ids].filter(id => itemAt(w.heap, id)?.related.includes(base))
  );
  const isRow = (id: number) => {
    const item = itemAt(w.heap, id);
    return item !== undefined && isElement(item);
  };
  return (
    some.length > 0 &&
    others.length > 0 &&
    [...some, ...others].every(isRow) &&
    !some.some(id => others.includes(id))
  );
}

/** Arrays, and those that they are views of. */
function basesOf(w: World, ids: readonly number[]): ReadonlySet<number> {
  const found = new Set(ids);
  for (const id of found) {
    itemAt(w.heap, id)?.related.forEach(base => found.add(base));
  }
  return found;
}
