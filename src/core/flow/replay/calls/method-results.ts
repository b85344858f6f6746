import type { MethodTraits } from '../../library/method-traits';
import { resultOfQuery } from '../../library/sql';
import { flat, originOf, unflat } from '../../library/origins';
import { GIVING_ARRAY, VIEWING_TENSOR } from '../../library/methods';
import { AXES } from '../../library/drawings';
import { drawnOn } from '../process/figures';
import { type Call } from './calls';
import { cellsOf, holdInCells } from './held';
import { only } from '../values/loads';
import { pathParts } from '../values/path-parts';
import { arrayOf, ARRAYS, viewOf } from '../values/views';
import { partsOf, hold } from '../heap/holding';
import { type Item, type SiteKey } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { ATOMIC, either, type Abstract } from '../heap/values';
import { toSet, union } from '../heap/sets';
import type { World } from '../world';

/** `find` of a tree of elements gives one of them, of a text a number. */
function isPart(
  { path }: Item,
  method: string,
  { isParting }: MethodTraits
): boolean {
  return isParting || (method === 'find' && path.startsWith('xml.etree.'));
}

/** Methods of connections whose result goes on reading through the connection. */
const CURSORS = new Set(['cursor', 'execute', 'executemany', 'executescript']);

/** Methods of patterns that give what cannot be saved. */
const MATCHING = new Set(['match', 'search', 'fullmatch', 'finditer']);

/** What a method gives whose class is not the notebook's. */
export function methodResult(
  w: World,
  item: Item,
  method: string,
  traits: MethodTraits,
  given: Call
): Abstract {
  if ((method === 'copy' && !item.isOpaque) || method === '_replace') {
    const { kind, related, isOpaque } = item;
    const draft = method === 'copy' ? {} : { kind, related, isOpaque };
    const copy = objectAt(w.heap, given.key, draft);
    const passed = given.args.flatMap(({ value }) => value.objects);
    hold(w.heap, [copy.id], [...partsOf(w.heap, [item.id]), ...passed]);
    return only(copy.id);
  }
  const { isTable, isArray, isDrawing, isPath } = item.origin;
  if (item.origin.leaving?.has(method)) {
    const draft = TO_TABLE.has(method) ? NEW_TABLE : FRESH;
    return only(objectAt(w.heap, given.key, draft).id);
  }
  if (item.origin.rules?.sharing.has(method)) {
    return only(sharingWith(w, item, given.key).id);
  }
  if (isDrawing && traits.givesDrawing) {
    return only(item.id);
  }
  if (isTable && traits.drawsTable) {
    return drawing(w, given);
  }
  if (traits.isFluent && !isTable) {
    return only(item.id);
  }
  if (item.isOpaque && isPart(item, method, traits)) {
    const { path } = item;
    const part = objectAt(w.heap, given.key, { path, isOpaque: true });
    hold(w.heap, [item.id], [part.id]);
    return only(part.id);
  }
  if (isArray && method === 'astype' && given.args.some(isCopy)) {
    return only(item.id);
  }
  if (isArray && (traits.views || VIEWING_TENSOR.has(method))) {
    const typed = viewAs(w, item, given);
    if (typed) {
      return typed;
    }
    return viewOf(w.heap, item, `${w.cell} ${given.key}`);
  }
  if (isTable && GIVING_ARRAY.has(method)) {
    return only(objectAt(w.heap, given.key, NEW_ARRAY).id);
  }
  if (isTable && ARRAYS.has(method) && !isCopying(given)) {
    return arrayOf(w, item);
  }
  if (item.hazard && traits.reads) {
    return method === 'readlines'
      ? only(objectAt(w.heap, given.key).id)
      : ATOMIC;
  }
  if (!item.isOpaque && traits.isNested) {
    return nestedParts(w, item, traits, given.key);
  }
  if (traits.loads || (traits.views && !isTable)) {
    const passed = given.args.map(({ value }) => value.objects);
    const defaults = method === 'setdefault' || method === 'get' ? passed : [];
    const parts = partsOf(w.heap, [item.id]);
    return { objects: defaults.reduce(union, parts), text: null };
  }
  if (item.hazard === 'database connection' && CURSORS.has(method)) {
    const { hazard } = item;
    const path = `${item.path}.cursor`;
    const draft = { hazard, path, isOpaque: true };
    return only(objectAt(w.heap, `${given.key} cursor`, draft).id);
  }
  if (item.path.startsWith('duckdb.')) {
    const draft = { ...resultOfQuery(method), isOpaque: true };
    return only(objectAt(w.heap, `${given.key} query`, draft).id);
  }
  if (item.path === 're.compile' && MATCHING.has(method)) {
    const hazard = method === 'finditer' ? 'match iterator' : 'match';
    const draft = { hazard, path: `re.${method}`, isOpaque: true };
    return only(objectAt(w.heap, given.key, draft).id);
  }
  if (
    (isPath || item.text !== null) &&
    /^(?:joinpath|with_suffix|with_name|with_stem|resolve|absolute)$/.test(
      method
    )
  ) {
    return joinPath(w, item, method, given);
  }
  if (isArray && method === 'tolist') {
    return only(
      objectAt(w.heap, given.key, { isOpaque: !item.origin.isFlat }).id
    );
  }
  if (item.kind === 'plain' && !item.isOpaque) {
    return traits.isAtomic ? ATOMIC : setResult(w, item, given);
  }
  if (isTable && traits.looksAtTable) {
    const draft = { path: item.path, related: [item.id] };
    const made = { ...draft, isOpaque: true, isFresh: true };
    return only(objectAt(w.heap, given.key, made).id);
  }
  // Numbers that were drawn are no generator.
  const own = KEEPING_SHAPE.has(method) ? item.path : unflat(item.path);
  const path = own.startsWith('numpy.random.') ? drawnAs(own) : own;
  const draft = { isOpaque: true, isFresh: true, path };
  const made = objectAt(w.heap, given.key, draft);
  if (isTable) {
    holdInCells(w, made, cellsOf(w, item));
  }
  return only(made.id);
}

/** A list or dict of numbers, texts and the like, whichever of them. */
const FRESH = { path: 'builtins.list', isOpaque: true, isFresh: true } as const;

const TO_TABLE = new Set(
  'to_pandas toPandas to_dataframe to_series trials_dataframe'.split(' ')
);

const NEW_TABLE = { ...FRESH, path: 'pandas.DataFrame' } as const;

const NEW_ARRAY = { ...FRESH, path: 'numpy.array' } as const;

/** Methods whose result has the shape of the array. */
const KEEPING_SHAPE = new Set(['astype', 'copy', 'round', 'clip', 'cumsum']);

function drawnAs(path: string): string {
  return originOf(path).isFlat ? flat('numpy.array') : 'numpy.array';
}

/** Perhaps the array itself is wanted. */
function isCopy({ name }: Call['args'][number]): boolean {
  return name === 'copy';
}

function isCopying({ args }: Call): boolean {
  return args.some(
    ({ name }, i) => name === 'copy' || (name === null && i > 0)
  );
}

/** `array.view(Class)`: an instance of a class of the notebook that shows the array. */
function viewAs(w: World, item: Item, { args, key }: Call): Abstract | null {
  const all = args.flatMap(({ value }) => value.objects);
  const classes = itemsOf(w.heap, all).filter(({ kind }) => kind === 'class');
  if (classes.length === 0) {
    return null;
  }
  const related = toSet(classes.map(({ id }) => id));
  const { path } = item;
  const draft = { kind: 'instance', related, path, isOpaque: true } as const;
  const made = objectAt(w.heap, key, draft);
  holdEachOther(w, item, made);
  return only(made.id);
}

/** Another value of the same kind that shows what this one holds. */
function sharingWith(w: World, item: Item, key: SiteKey): Item {
  const made = objectAt(w.heap, key, { path: item.path, isOpaque: true });
  holdEachOther(w, item, made);
  return made;
}

function holdEachOther({ heap }: World, one: Item, other: Item): void {
  hold(heap, [one.id], [other.id]);
  hold(heap, [other.id], [one.id]);
}

/** The axes that a table was drawn on: those that were given, or new ones. */
function drawing(w: World, { args, key }: Call): Abstract {
  const given = drawnOn(w, args);
  const draft = { path: AXES, isOpaque: true, isFresh: true };
  return given.length > 0
    ? { objects: given, text: null }
    : only(objectAt(w.heap, key, draft).id);
}

/**
 * `items()` of a dict gives pairs: what a loop takes out of it is not yet the value, and what an
 * unpacking takes out of the pair is.
 */
function nestedParts(
  w: World,
  item: Item,
  { looks, isPaired }: MethodTraits,
  key: SiteKey
): Abstract {
  const draft = looks ? { related: [item.id] } : {};
  const outer = objectAt(w.heap, key, draft);
  if (isPaired) {
    const pair = objectAt(w.heap, `${key} pair`);
    hold(w.heap, [pair.id], partsOf(w.heap, [item.id]));
    hold(w.heap, [outer.id], [pair.id]);
  } else {
    hold(w.heap, [outer.id], partsOf(w.heap, [item.id]));
  }
  return only(outer.id);
}

/** Methods of plain containers give containers of the same things. */
function setResult(w: World, item: Item, given: Call): Abstract {
  const made = objectAt(w.heap, given.key);
  const passed = given.args.map(({ value }) => ({
    objects: partsOf(w.heap, value.objects),
    text: null
  }));
  const own = { objects: partsOf(w.heap, [item.id]), text: null };
  const all = passed.reduce(either, own);
  hold(w.heap, [made.id], all.objects);
  return only(made.id);
}

function joinPath(
  w: World,
  item: Item,
  method: string,
  { args, key }: Call
): Abstract {
  const parts = args.map(({ value }) => value.text);
  const text =
    item.text !== null && parts.every(part => part !== null)
      ? madeFrom(item.text, method, parts)
      : null;
  const { path } = item;
  const made = objectAt(w.heap, key, { path, text, isOpaque: true });
  return { objects: [made.id], text };
}

/** A path made from another one, as `pathlib` does it; `null` where the folder decides. */
function madeFrom(
  path: string,
  method: string,
  parts: readonly string[]
): string | null {
  const { folder, name, stem, suffix } = pathParts(path);
  const [part = ''] = parts;
  switch (method) {
    case 'joinpath':
      return [path, ...parts].join('/');
    case 'with_name':
      return name ? folder + part : null;
    case 'with_stem':
      return name ? folder + part + suffix : null;
    case 'with_suffix':
      return name ? folder + stem + part : null;
    default:
      return null;
  }
}
