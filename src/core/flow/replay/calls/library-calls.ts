import {
  ATOMIC as ATOMIC_CALLS,
  CHANGING_FIRST,
  containerMethod,
  COPYING,
  gathers,
  HAZARDS,
  ITERATING,
  makesClass,
  KEEPING,
  PICKING,
  positionOfOut,
  STORING_FIRST
} from '../../library/functions';
import { remember } from '../../library/remember';
import { isRandomEstimator } from '../../library/state';
import { callBuiltin } from './builtins';
import { callAsync } from './coroutines';
import { cellsOf, heldBy, holdInCells, objectsOf } from './held';
import { construct, setUpAgain } from './instances';
import { wrappedBy } from './wrapping';
import { callOn, type Call } from './calls';
import { callListed, callPassed } from './passed';
import { change, noteStored } from '../values/changes';
import { hasNamespace, noteListing } from '../process/listings';
import { elementsOf } from '../values/elements';
import { only } from '../values/loads';
import { isRearranging, viewByCall, viewOf } from '../values/views';
import { askArguments, runOverridden } from './protocols';
import { mentionedIn } from './queries';
import { callInside, consume } from './methods';
import { partsOf, hold } from '../heap/holding';
import { itemsOf, libraryItem, objectAt, type Item } from '../heap/objects';
import { ATOMIC, knownOf, textual, type Abstract } from '../heap/values';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { type World } from '../world';
import { noteEffects } from './library-effects';
import { isMapping } from './mapping';

/** A call of something out of a library, by its qualified name. */
export function callLibrary(w: World, path: string, given: Call): Abstract {
  const { args, site } = given;
  askArguments(w, path, args);
  const special = callBuiltin(w, path, given);
  if (special) {
    return special;
  }
  for (const { value } of args) {
    if (hasNamespace(w, value.objects)) {
      noteListing(w, 'globals()', site);
    }
  }
  noteEffects(w, path, given);
  if (path === 'pandas.eval') {
    mentionedIn(w, path, given);
  }
  const [first] = args;
  const method = containerMethod(path);
  if (method !== null && method !== 'fromkeys' && first?.name === null) {
    const others = args.slice(1);
    return callOn(w, first.value, method, { ...given, args: others });
  }
  if (usesModels(path)) {
    useModels(w, args);
  }
  const maker = args.find(({ name }) => name === 'cls');
  if (maker && path.startsWith('json.')) {
    useCoder(w, maker.value.objects, given);
  }
  const target = first?.value.objects ?? NOTHING;
  // A constructor keeps functions; methods of what it makes call them.
  const isKept = KEEPING.has(path) || isConstructor(path);
  const inner = callPassed(w, given, isKept);
  if (!isKept && takesLists(path)) {
    callListed(w, given);
  }
  if (!COPYING.has(path) || path !== 'copy.copy') {
    consume(w, given, site);
  }
  if (CHANGING_FIRST.has(path)) {
    if (STORING_FIRST.has(path)) {
      for (const { value } of args.slice(1)) {
        hold(w.heap, target, value.objects);
        itemsOf(w.heap, target).forEach(item => {
          noteStored(w, item, value.objects);
        });
      }
    }
    change(w, target, site);
  }
  const written = writtenTo(path, given);
  change(w, written, site);
  const result = resultOf(w, path, given, inner);
  return written.length > 0
    ? { objects: union(result.objects, written), text: null }
    : result;
}

/** True for a function that calls what estimators and scorers were made with. */
const usesModels = remember(path =>
  /^(?:sklearn|imblearn|scipy|mlxtend|eli5|shap|yellowbrick)\.(?:\w+\.)*[a-z]\w*$/.test(
    path
  )
);

/** Estimators and scorers are used, each by itself or in a list or dict of them. */
function useModels(w: World, args: Call['args']): void {
  const all = objectsOf(args);
  const lists = itemsOf(w.heap, all).filter(
    ({ kind, isOpaque }) => kind === 'plain' && !isOpaque
  );
  const listed = partsOf(w.heap, toSet(lists.map(({ id }) => id)));
  for (const item of itemsOf(w.heap, union(all, listed))) {
    callInside(w, item, 'fit');
  }
}

/** A class of the notebook's codes or decodes, by the methods that it has of its own. */
function useCoder(w: World, classes: ObjectSet, given: Call): void {
  for (const item of itemsOf(w.heap, classes)) {
    if (item.kind === 'class') {
      const key = `${given.key} coder`;
      const made = construct(w, item, { ...given, args: [], key });
      itemsOf(w.heap, made.objects).forEach(one => {
        runOverridden(w, one);
      });
    }
  }
}

/** True for a function that calls those in a list or dict, as `converters` of a table. */
const takesLists = remember(path =>
  /^(?:pandas|polars|numpy|scipy)\./.test(path)
);

/** Arrays into which a function puts its result, which it gives back as well. */
function writtenTo(path: string, { args }: Call): ObjectSet {
  const position = positionOfOut(path);
  let found = NOTHING;
  args.forEach(({ name, value }, i) => {
    if (name === 'out' || (name === null && i === position)) {
      found = union(found, value.objects);
    }
  });
  return found;
}

/** Functions that are called as before, without what stands in front of their arguments. */
const WRAPPED = new Set(['builtins.staticmethod', 'builtins.classmethod']);

/** What gives a function some of its arguments beforehand. */
const BINDING = new Set([
  'functools.partial',
  'functools.partialmethod',
  'types.MethodType'
]);

/** What these give out is made of the lines of a file, and keeps nothing of the file. */
const READING = /^csv\./;

/** Texts of the environment, or what is given in place of one that is missing. */
const givesDefault = remember(path =>
  /^os\.(?:getenv|environ\.(?:get|pop|setdefault))$/.test(path)
);

function argumentsOf({ args }: Call): ObjectSet {
  return objectsOf(args);
}

function resultOf(
  w: World,
  path: string,
  given: Call,
  inner: ObjectSet
): Abstract {
  const { args, key } = given;
  const [first] = args;
  const all = argumentsOf(given);
  if (ATOMIC_CALLS.has(path)) {
    return textOf(path, given);
  }
  if (COPYING.has(path)) {
    if (path.endsWith('.replace')) {
      setUpAgain(w, first?.value.objects ?? NOTHING, args.slice(1));
    }
    const isFixed = path === 'builtins.tuple' || path === 'builtins.frozenset';
    const item = objectAt(w.heap, key, isFixed ? { path } : {});
    const isWhole = first?.name !== null && !first?.name.startsWith('*');
    const copied = isWhole ? NOTHING : (first?.value.objects ?? NOTHING);
    hold(w.heap, [item.id], elementsOf(w, copied));
    const others = isWhole ? args : args.slice(1);
    hold(w.heap, [item.id], objectsOf(others));
    // Functions and classes are not copied.
    const code = itemsOf(w.heap, first?.value.objects ?? NOTHING).filter(
      ({ kind }) => kind === 'function' || kind === 'class'
    );
    const isCopy = path === 'copy.copy';
    const same = isCopy ? code.map(({ id }) => id) : [];
    return { objects: union(toSet(same), [item.id]), text: null };
  }
  if (ITERATING.has(path)) {
    const hazard = HAZARDS.get(path) ?? null;
    const item = objectAt(w.heap, key, {
      kind: 'iterator',
      isOpaque: READING.test(path),
      hazard: hazardOf(w, all, hazard)
    });
    if (!READING.test(path)) {
      hold(w.heap, [item.id], union(union(all, partsOf(w.heap, all)), inner));
    }
    if (path === 'itertools.groupby') {
      const group = objectAt(w.heap, `${key} group`);
      hold(w.heap, [group.id], [...partsOf(w.heap, all), group.id]);
      hold(w.heap, [item.id], [group.id]);
    }
    if (path === 'itertools.tee') {
      const outer = objectAt(w.heap, `${key} tee`);
      hold(w.heap, [outer.id], [item.id]);
      return only(outer.id);
    }
    return only(item.id);
  }
  if (PICKING.has(path)) {
    const whole = /m(?:in|ax)$/.test(path) ? args : args.slice(1);
    const given = args.length > 1 ? objectsOf(whole) : NOTHING;
    return { objects: union(given, partsOf(w.heap, all)), text: null };
  }
  if (givesDefault(path)) {
    return { objects: objectsOf(args.slice(1)), text: null };
  }
  if (path === 'functools.reduce') {
    const values = union(partsOf(w.heap, all), inner);
    return { objects: values, text: null };
  }
  if (path === 'builtins.dict.fromkeys') {
    const item = objectAt(w.heap, key);
    hold(w.heap, [item.id], objectsOf(args.slice(1)));
    return only(item.id);
  }
  if (WRAPPED.has(path)) {
    return { objects: all, text: null };
  }
  const wrapped = wrappedBy(w, path, given, false);
  if (wrapped) {
    return wrapped;
  }
  if (BINDING.has(path)) {
    const item = objectAt(w.heap, key, { kind: 'partial' });
    hold(w.heap, [item.id], all);
    return only(item.id);
  }
  return (
    callAsync(w, path, key, all) ??
    gatheredBy(w, path, given, all) ??
    viewByCall(w, path, first?.value.objects ?? NOTHING) ??
    rearranged(w, path, given) ??
    newValue(w, path, given, all)
  );
}

function rearranged(w: World, path: string, { args }: Call): Abstract | null {
  const [how, array] = args;
  if (
    !array ||
    args.length > 2 ||
    !isRearranging(path, how?.value.text ?? '')
  ) {
    return null;
  }
  const arrays = itemsOf(w.heap, array.value.objects).filter(
    item => item.origin.isArray
  );
  const views = arrays.flatMap(item => viewOf(w.heap, item, path).objects);
  return views.length > 0 ? { objects: toSet(views), text: null } : null;
}

/** A new list, or several, of what is in lists that the notebook wrote out. */
function gatheredBy(
  w: World,
  path: string,
  { key }: Call,
  all: ObjectSet
): Abstract | null {
  if (!gathers(path)) {
    return null;
  }
  const lists = itemsOf(w.heap, all).filter(({ isOpaque }) => !isOpaque);
  const parts = elementsOf(w, toSet(lists.map(({ id }) => id)));
  if (parts.length === 0) {
    return null;
  }
  const item = objectAt(w.heap, key);
  const inner = objectAt(w.heap, `${key} inner`);
  hold(w.heap, [inner.id], parts);
  hold(w.heap, [item.id], union(parts, [inner.id]));
  return only(item.id);
}

/** A reader over something that cannot be handed on cannot be handed on either. */
function hazardOf(
  w: World,
  all: ObjectSet,
  hazard: string | null
): string | null {
  const held = itemsOf(w.heap, all).find(item => item.hazard)?.hazard ?? null;
  return held ?? (hazard === 'reader of an open file' ? null : hazard);
}

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

function newValue(
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
    path,
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
    /^pandas\.(?:DataFrame|Series)$/.test(path) &&
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

const isConstructor = remember(path => /(?:^|\.)_*[A-Z][^.]*$/.test(path));

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
function textOf(path: string, { args }: Call): Abstract {
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
