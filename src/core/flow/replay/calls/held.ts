import { remember } from '../../library/remember';
import { originOf } from '../../library/origins';
import { hold, knownPartsOf, partsOf } from '../heap/holding';
import { isEmpty } from '../heap/members';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { thoseIn } from '../heap/those';
import type { World } from '../world';
import type { Passed } from './apply';

/** All objects among some arguments. */
export function objectsOf(args: readonly Passed[]): ObjectSet {
  return args.reduce((all, { value }) => union(all, value.objects), NOTHING);
}

/** What the new value of a library call keeps of the arguments; `all` are the objects in them. */
export function heldBy(
  w: World,
  path: string,
  args: readonly Passed[],
  all: ObjectSet
): ObjectSet {
  if (isTable(path)) {
    return heldByTable(w, args, path.endsWith('.DataFrame') ? 2 : 1);
  }
  if (isCalling(path) || isOfObjects(w, path, args)) {
    return all;
  }
  return keepsAll(path)
    ? all
    : union(instancesIn(w, all), cellsIn(w, path, all));
}

/** Lists and the like in the cells of a table: every table made of it has the same ones. */
export function cellsOf(w: World, { holds }: Item): ObjectSet {
  if (isEmpty(holds)) {
    return NOTHING;
  }
  return thoseIn(
    w.heap,
    toSet([...holds]),
    item => isList(item) || item.kind === 'instance'
  );
}

/** A table keeps something in its cells, where its columns and rows have it as well. */
export function holdInCells(w: World, table: Item, cells: ObjectSet): void {
  if (cells.length > 0) {
    hold(w.heap, [table.id], cells);
    partsOf(w.heap, [table.id]);
    hold(w.heap, [table.part], cells);
  }
}

/** What is in the cells of the tables of which a function makes another one. */
function cellsIn(w: World, path: string, all: ObjectSet): ObjectSet {
  if (!originOf(path).isTable) {
    return NOTHING;
  }
  const tables = itemsOf(w.heap, union(all, knownPartsOf(w.heap, all))).filter(
    ({ origin }) => origin.isTable
  );
  return tables.reduce((found, one) => union(found, cellsOf(w, one)), NOTHING);
}

const isTable = remember(path =>
  /^(?:pandas|polars)\.(?:\w+\.)*(?:DataFrame|Series|Index)$/.test(path)
);

const keepsAll = remember(path =>
  /(?:^|\.)(?:_*[A-Z][^.]*|make_[^.]*|defaultdict|nullcontext|closing)$/.test(
    path
  )
);

/** `np.array(things, dtype=object)` keeps the things themselves. */
function isOfObjects(w: World, path: string, args: readonly Passed[]): boolean {
  const isArray = path === 'numpy.array' || path === 'numpy.asarray';
  const type = isArray ? args.find(({ name }) => name === 'dtype') : undefined;
  return itemsOf(w.heap, type?.value.objects ?? NOTHING).some(
    one => one.path === 'builtins.object'
  );
}

/** What calls the functions that it was made of whenever it is called. */
const isCalling = remember(path =>
  /^(?:numpy\.(?:vectorize|frompyfunc)|dataclasses\.field|functools\.(?:cmp_to_key|singledispatch\w*))$/.test(
    path
  )
);

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
  const reached = union(all, knownPartsOf(w.heap, all));
  return thoseIn(w.heap, reached, ({ kind }) => kind === 'instance');
}
