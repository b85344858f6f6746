import { remember } from '../../library/remember';
import { cellsOf, holdInCells } from '../calls/held';
import { hold, partsOf } from '../heap/holding';
import { type Heap, type Item } from '../heap/heap';
import { itemsOf, sharedAt } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, toSet, union, without, type ObjectSet } from '../heap/sets';
import type { Site } from '../heap/versions';
import type { World } from '../world';

/** True for a value that looks into another one whenever it is used: a view of a dict. */
export function isLooking({ kind, related }: Item): boolean {
  return kind === 'plain' && related.length > 0;
}

/** Of what has one dimension a view may have more. */
const RESHAPED = 'numpy.reshape';

/**
 * The same memory in another shape, however often it is asked for: a change of one is a change of
 * the other.
 */
export function viewOf(heap: Heap, item: Item, shape: string): Abstract {
  const { isOpaque } = item;
  const path = item.origin.isFlat ? RESHAPED : item.path;
  const key = `view ${item.id} ${shape}`;
  const view = sharedAt(heap, key, { path, isOpaque, related: [item.id] });
  hold(heap, [item.id], [view.id]);
  hold(heap, [view.id], [item.id]);
  return { objects: [view.id], text: null };
}

const ROW = '.row';

const ELEMENT = '.element';

const isRow = ({ path }: Item): boolean =>
  path.endsWith(ROW) || path.endsWith(ELEMENT);

/**
 * What a number picks out of an array beside what the array holds: the same memory, unless it is
 * one value.
 */
export function rowOf(heap: Heap, item: Item): ObjectSet {
  const { isOpaque, origin } = item;
  if (!isOpaque || !origin.isArray || origin.isFlat) {
    return NOTHING;
  }
  return isRow(item) ? [item.id] : [rowAs(heap, item, ROW, 'row').id];
}

/**
 * What is taken out of a value one by one: of an array its rows, or what somebody has put into it
 * where they are numbers.
 */
export function takenFrom(heap: Heap, item: Item): ObjectSet {
  if (item.origin.isFlat) {
    const kept = itemsOf(heap, toSet([...item.holds])).filter(
      ({ id, related }) => id !== item.part && !related.includes(item.id)
    );
    return toSet(kept.map(({ id }) => id));
  }
  if (item.kind === 'iterator') {
    return without(partsOf(heap, [item.id]), item.related);
  }
  const row = rowOf(heap, item);
  return row[0] === item.id ? row : union(partsOf(heap, [item.id]), row);
}

function rowAs(heap: Heap, item: Item, ending: string, key: string): Item {
  const { path, isOpaque } = item;
  const row = sharedAt(heap, `${key} ${item.id}`, {
    path: path.slice(0, path.indexOf('.')) + ending,
    isOpaque,
    related: [item.id]
  });
  hold(heap, [item.id], [row.id]);
  hold(heap, [row.id], [item.id]);
  return row;
}

const WHOLE =
  /^numpy\.(?:(?:empty|zeros|ones|full)(?:_like)?|eye|identity|array|copy|loadtxt|genfromtxt|(?:[vhdc]|column_|row_)?stack|concatenate|append|tile|outer|diag|cov|corrcoef|sort|clip|round|where|reshape|random\.\w+)$/;

const isWhole = remember(path => WHOLE.test(path));

/**
 * The row that one target of an unpacking gets, which shares no memory with those of the others;
 * `null` for what is not known to be one array.
 */
export function elementOf(heap: Heap, item: Item, index: number): Item | null {
  return item.isOpaque && isWhole(item.path)
    ? rowAs(heap, item, ELEMENT, `element ${index} of`)
    : null;
}

/** As `takenFrom`, of several values. */
export function allTakenFrom(heap: Heap, objects: ObjectSet): ObjectSet {
  return itemsOf(heap, objects).reduce<ObjectSet>(
    (all, item) => union(all, takenFrom(heap, item)),
    NOTHING
  );
}

/** An array has other dimensions from here on: what is picked out of it may be a view. */
export function reshape(heap: Heap, item: Item): void {
  if (item.origin.isFlat) {
    const [view] = itemsOf(heap, viewOf(heap, item, 'in place').objects);
    hold(heap, [item.id], view ? rowOf(heap, view) : NOTHING);
  }
}

/** True for a row that one target of an unpacking got. */
export function isElement({ path }: Item): boolean {
  return path.endsWith(ELEMENT);
}

/**
 * The memory that a table keeps its values in, which its columns and arrays of it share. A column
 * that is put in place of another one leaves it as it is; what is written by place goes there.
 */
export function memoryOf(heap: Heap, item: Item): Item {
  partsOf(heap, [item.id]);
  return sharedAt(heap, `memory ${item.part}`, { related: [item.part] });
}

/** The array behind a table: what changes in the table may change there. */
export function arrayOf(w: World, item: Item): Abstract {
  const memory = memoryOf(w.heap, item).id;
  // All that changes in a single column is in the array as well.
  const isColumn = item.part === item.id || item.path === 'pandas.Series';
  const related = toSet(isColumn ? [item.id, memory] : [memory]);
  const draft = { path: 'numpy.array', related, isOpaque: true };
  const array = sharedAt(w.heap, `array ${item.id}`, draft);
  hold(w.heap, [item.id], [array.id]);
  return { objects: [array.id], text: null };
}

/** What is noted about a table; the table and a variable for it do not stay one in a pickle. */
export function notesOf(w: World, item: Item): Item {
  partsOf(w.heap, [item.id]);
  const related = [item.part];
  const notes = sharedAt(w.heap, `notes ${item.id}`, { path: NOTES, related });
  hold(w.heap, [item.id], [notes.id]);
  return notes;
}

const NOTES = 'notes';

export function isNotes({ path }: Item): boolean {
  return path === NOTES;
}

/** Attributes through which a table is written to by place. */
export const WINDOWS: ReadonlySet<string> = new Set([
  'loc',
  'iloc',
  'at',
  'iat'
]);

/** Attributes and methods that give it. */
export const ARRAYS: ReadonlySet<string> = new Set(['values', 'to_numpy']);

const isViewCall = remember(path =>
  /^numpy\.(?:lib\.stride_tricks\.\w+|reshape|ravel|transpose|swapaxes|moveaxis|rollaxis|squeeze|expand_dims|atleast_[123]d|broadcast_to|split|array_split|[hvd]split|diagonal|real|imag|flip|fliplr|flipud|rot90)$|^torch\.(?:(?:tensor_|[dhv])?split|chunk|unbind|narrow|select|squeeze|unsqueeze|transpose|permute|movedim|moveaxis|reshape|flatten|ravel|diagonal|swapaxes|view_as_(?:real|complex)|real|imag|t)$/.test(
    path
  )
);

export const REARRANGING = 'numpy.einsum';

/** True for `einsum` of one array that sums nothing up: every letter is in the result. */
export function isRearranging(path: string, how: string | null): boolean {
  if (path !== REARRANGING) {
    return false;
  }
  const [from = '', to] = (how ?? 'i->i').replace(/\s|\.{3}/g, '').split('->');
  return to === undefined
    ? new Set(from).size === from.length
    : [...from].every(letter => to.includes(letter));
}

const isSameCall = remember(path =>
  /^(?:numpy\.(?:asarray|asanyarray|ascontiguousarray|asfortranarray|asarray_chkfinite|asmatrix|require|frombuffer|ma\.(?:array|masked_array|masked_\w+))|torch\.(?:from_numpy|as_tensor|asarray|frombuffer))$/.test(
    path
  )
);

/** True for a call that gives an array itself where it has the wanted type already. */
export function isPerhapsSame(
  path: string,
  args: readonly { readonly name: string | null }[]
): boolean {
  return (
    /^numpy\.(?:array|matrix)$/.test(path) &&
    args.some(({ name }) => name === 'copy')
  );
}

/** True for a function that may show an array in another way. */
export function showsArrays(path: string): boolean {
  return isViewCall(path) || isSameCall(path);
}

/** What a function gives that shows an array in another way; `null` for other functions. */
export function viewByCall(
  w: World,
  path: string,
  from: ObjectSet
): Abstract | null {
  const isView = isViewCall(path);
  return isView || isSameCall(path) ? shownBy(w, path, from, isView) : null;
}

/** The arrays among these, or views of them. */
export function shownBy(
  w: World,
  path: string,
  from: ObjectSet,
  isView: boolean
): Abstract | null {
  const given = isView ? from : behindTables(w, from);
  const arrays = itemsOf(w.heap, given).filter(({ origin }) => origin.isArray);
  if (arrays.length === 0) {
    return null;
  }
  const found = arrays.flatMap(item =>
    isView ? viewOf(w.heap, item, path).objects : [item.id]
  );
  return { objects: toSet(found), text: null };
}

function behindTables(w: World, from: ObjectSet): ObjectSet {
  const tables = itemsOf(w.heap, from).filter(({ origin }) => origin.isTable);
  return tables.reduce<ObjectSet>(
    (all, table) => union(all, arrayOf(w, table).objects),
    from
  );
}

/** What a key that is a list or a mask picks out of a table or an array: a copy. */
export function picked(w: World, item: Item, site: Site): ObjectSet {
  const { path, isOpaque } = item;
  const key = `pick ${item.id} ${site.cell} ${site.at.start}`;
  const made = sharedAt(w.heap, key, { path, isOpaque });
  if (item.origin.isTable) {
    holdInCells(w, made, cellsOf(w, item));
  }
  return [made.id];
}
