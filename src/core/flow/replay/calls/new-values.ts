import { isConstructor } from '../../library/function-traits';
import { HAZARDS } from '../../library/hazards';
import { makesClass } from '../../library/functions';
import { remember } from '../../library/remember';
import { isRandomEstimator } from '../../library/state';
import { arrayPath } from './flat-arrays';
import { cellsOf, heldBy, holdInCells } from './held';
import { type Call } from './calls';
import { noteStored } from '../values/stores';
import { only } from '../values/loads';
import { isMapping } from './mapping';
import { partsOf, hold } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf, libraryItem, objectAt } from '../heap/objects';
import { ATOMIC, knownOf, textual, type Abstract } from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { type World } from '../world';

/** Why what a call makes cannot be handed on, by what it is told. */
function hazardOfCall(path: string, given: Call): string | null {
  if (isMapping(path, given)) {
    return 'mapped file';
  }
  return isReader(path) && given.args.some(({ name }) => isPiecewise(name))
    ? 'reader of an open file'
    : (HAZARDS.get(path) ?? null);
}

const isReader = remember(path => /^pandas\.read_\w+$/.test(path));

function isPiecewise(name: string | null): boolean {
  return name === 'chunksize' || name === 'iterator';
}

/** What a call makes anew; `all` is what it was given. */
export function newValue(
  w: World,
  path: string,
  given: Call,
  all: ObjectSet
): Abstract {
  const { args } = given;
  if (makesClass(path, args.length)) {
    return only(classOf(w, path, given).id);
  }
  const names = args.map(({ name }) => name);
  const isRandom = isRandomEstimator(path, names);
  const text = isRandom ? 'random' : ownText(path, given);
  const shown = shownBy(w, path, given, all);
  const item = objectAt(w.heap, given.key, {
    isOpaque: true,
    isFresh: !isConstructor(path),
    path: arrayPath(w, path, given),
    hazard: hazardOfCall(path, given),
    related: shown,
    text
  });
  const held = heldBy(w, path, args, all);
  hold(w.heap, [item.id], held);
  if (item.origin.isTable) {
    holdInCells(w, item, cellsOf(w, item));
  }
  if (path !== PROXY) {
    // What changes in the table changes there.
    hold(w.heap, shown, [item.id]);
  }
  const isShown = !isRandom && path !== 'operator.methodcaller';
  const made = { objects: [item.id], text: isShown ? text : null };
  const partly = isPathMade(path)
    ? args.map(({ value }) => knownOf(value)).join('/')
    : '';
  return text === null && /\w/.test(partly) ? { ...made, partly } : made;
}

const mayShow = remember(path => /^pandas\.(?:DataFrame|Series)$/.test(path));

const PROXY = 'types.MappingProxyType';

/** What a new value only shows: a table that was told not to copy an array. */
function shownBy(
  w: World,
  path: string,
  { args }: Call,
  all: ObjectSet
): ObjectSet {
  if (path === PROXY) {
    return all;
  }
  const isShown =
    mayShow(path) &&
    args.some(({ name, value }) => name === 'copy' && value.text === 'False');
  const arrays = itemsOf(w.heap, isShown ? all : NOTHING).filter(
    one => one.origin.isArray
  );
  return toSet(arrays.map(({ id }) => id));
}

/** The class that `type(name, bases, members)` or `namedtuple` gives. */
function classOf(w: World, path: string, { args, key }: Call): Item {
  const [, bases, members] = args;
  const isType = path === 'builtins.type';
  const own = isType ? partsOf(w.heap, bases?.value.objects ?? NOTHING) : [];
  const related = own.length > 0 ? own : [libraryItem(w.heap, path).id];
  const item = objectAt(w.heap, key, { kind: 'class', path, related });
  const defaults = args.find(({ name }) => name === 'defaults');
  if (defaults && !isType) {
    // Instances share these.
    hold(w.heap, [item.id], partsOf(w.heap, defaults.value.objects));
  }
  if (isType) {
    const held = partsOf(w.heap, members?.value.objects ?? NOTHING);
    hold(w.heap, [item.id], union(held, related));
    noteStored(w, item, held);
  }
  return item;
}

/** What a new value is known by: the text of a path, the method that will be called. */
function ownText(path: string, given: Call): string | null {
  return path === 'operator.methodcaller'
    ? (given.args[0]?.value.text ?? null)
    : pathText(path, given);
}

const isPathMade = remember(path =>
  /^pathlib\.(?:Pure)?(?:Posix|Windows)?Path$/.test(path)
);

function pathText(path: string, { args }: Call): string | null {
  if (!isPathMade(path)) {
    return null;
  }
  const parts = args.map(({ value }) => value.text);
  return parts.some(part => part === null) ? null : parts.join('/') || '.';
}

/** The text that a call gives, where its arguments are known. */
export function textGiven(path: string, { args }: Call): Abstract {
  if (path === 'os.path.join') {
    const parts = args.map(({ value }) => value.text);
    const isKnown = parts.every(part => part !== null);
    const partly = args.map(({ value }) => knownOf(value)).join('/');
    return textual(isKnown ? parts.join('/') : null, partly);
  }
  if (path === 'builtins.str' || path === 'os.path.abspath') {
    const first = args[0]?.value ?? ATOMIC;
    return textual(first.text, knownOf(first));
  }
  return ATOMIC;
}
