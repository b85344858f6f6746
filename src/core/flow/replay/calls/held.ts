import { itemsOf, partsOf, type Item } from '../heap/objects';
import { toSet, union, type ObjectSet } from '../heap/sets';
import type { World } from '../world';
import type { Passed } from './apply';

/** All objects among some arguments. */
export function objectsOf(args: readonly Passed[]): ObjectSet {
  return toSet(args.flatMap(({ value }) => value.objects));
}

/** What the new value of a library call keeps of the arguments; `all` are the objects in them. */
export function heldBy(
  w: World,
  path: string,
  args: readonly Passed[],
  all: ObjectSet
): ObjectSet {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (TABLES.test(path)) {
    return heldByTable(w, args, last === 'DataFrame' ? 2 : 1);
  }
  if (CALLING.test(path) || isOfObjects(w, path, args)) {
    return all;
  }
  const isMade = /^_*[A-Z]|^make_|^defaultdict$|^nullcontext$|^closing$/.test(
    last
  );
  return isMade ? all : instancesIn(w, all);
}

/** `np.array(things, dtype=object)` keeps the things themselves. */
function isOfObjects(w: World, path: string, args: readonly Passed[]): boolean {
  const isArray = /^numpy\.(?:as)?array$/.test(path);
  const type = isArray ? args.find(({ name }) => name === 'dtype') : undefined;
  return itemsOf(w.heap, type?.value.objects ?? []).some(
    one => one.path === 'builtins.object'
  );
}

/** What calls the functions that it was made of whenever it is called. */
const CALLING =
  /^(?:numpy\.(?:vectorize|frompyfunc)|dataclasses\.field|functools\.(?:cmp_to_key|singledispatch\w*))$/;

const TABLES = /^(?:pandas|polars)\.(?:\w+\.)*(?:DataFrame|Series|Index)$/;

/** A table copies lists of columns and rows, but keeps arrays, and what is in its cells. */
function heldByTable(
  w: World,
  args: readonly Passed[],
  depth: number
): ObjectSet {
  const data = args.filter(({ name }, i) =>
    name === null ? i === 0 : name === 'data'
  );
  let held = itemsOf(w.heap, objectsOf(data));
  for (let level = 0; level < depth; level++) {
    held = held.flatMap(item =>
      isList(item) ? itemsOf(w.heap, partsOf(w.heap, [item.id])) : [item]
    );
  }
  return toSet(held.map(({ id }) => id));
}

/** Something that the notebook wrote out: a list, a dict, a tuple. */
function isList({ kind, isOpaque }: Item): boolean {
  return kind === 'plain' && !isOpaque;
}

/** Instances of the notebook's classes may be kept by what a library makes of them. */
function instancesIn(w: World, all: ObjectSet): ObjectSet {
  const found = itemsOf(w.heap, union(all, partsOf(w.heap, all))).filter(
    ({ kind }) => kind === 'instance'
  );
  return toSet(found.map(({ id }) => id));
}
