import { functionTraits } from '../../library/function-traits';
import { HAZARDS } from '../../library/hazards';
import { CALLING, gathers, PICKING } from '../../library/functions';
import { remember } from '../../library/remember';
import { callAsync, isAsync } from './coroutines';
import { objectsOf } from './held';
import { setUpAgain } from './instances';
import { boundTo, isCaching, wrappedBy } from './wrapping';
import { type Call } from './calls';
import { IN_PLACE, isInPlace } from './in-place';
import { elementsOf } from '../values/elements';
import { only } from '../values/loads';
import {
  allTakenFrom,
  isRearranging,
  REARRANGING,
  showsArrays,
  viewByCall,
  viewOf,
  isPerhapsSame,
  shownBy
} from '../values/views';
import { hold } from '../heap/holding';
import { ORDINARY } from '../heap/heap';
import { itemsOf, objectAt, type Draft } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, toSet, union, without, type ObjectSet } from '../heap/sets';
import { type World } from '../world';
import { newValue, textGiven } from './new-values';

/** Functions that are called as before, without what stands in front of their arguments. */
const WRAPPED = new Set(['builtins.staticmethod', 'builtins.classmethod']);

/** What gives a function some of its arguments beforehand. */
const BINDING = new Set([
  'functools.partial',
  'functools.partialmethod',
  'types.MethodType'
]);

/** Arguments that are called with each item. */
const BY = /^(?:key|func)$/;

/** What these give out is made of the lines of a file, and keeps nothing of the file. */
const READING = /^csv\./;

/** Texts of the environment, or what is given in place of one that is missing. */
const givesDefault = remember(path =>
  /^os\.(?:getenv|environ\.(?:get|pop|setdefault))$/.test(path)
);

/** What a call out of a library gives; `inner` is what functions passed to it gave. */
export function libraryResult(
  w: World,
  path: string,
  given: Call,
  inner: ObjectSet
): Abstract {
  const traits = functionTraits(path);
  if (traits.isAtomic) {
    return textGiven(path, given);
  }
  if (traits.copies) {
    return copied(w, path, given);
  }
  const all = objectsOf(given.args);
  if (traits.iterates) {
    return iterated(w, path, given, inner);
  }
  if (isPerhapsSame(path, given.args)) {
    const from = given.args[0]?.value.objects ?? NOTHING;
    return shownBy(w, path, from, false) ?? newValue(w, path, given, all);
  }
  if (givesNew(path)) {
    return newValue(w, path, given, all);
  }
  return (
    partOfArguments(w, path, given, inner) ??
    wrappedBy(w, path, given, false) ??
    bound(w, path, given, all) ??
    callAsync(w, path, given.key, all) ??
    gatheredBy(w, path, given, all) ??
    viewByCall(w, path, given.args[0]?.value.objects ?? NOTHING) ??
    rearranged(w, path, given) ??
    newValue(w, path, given, all)
  );
}

/** True for what gives something new for sure, as most do: it is none of the others. */
const givesNew = remember(
  path =>
    !givesArguments(path) &&
    !isCaching(path) &&
    !BINDING.has(path) &&
    !isAsync(path) &&
    !gathers(path) &&
    !showsArrays(path) &&
    path !== REARRANGING
);

/** True for what may give its arguments, or something in them. */
function givesArguments(path: string): boolean {
  return (
    PICKING.has(path) ||
    givesDefault(path) ||
    path === REDUCE ||
    path === FROM_KEYS ||
    WRAPPED.has(path)
  );
}

const REDUCE = 'functools.reduce';
const FROM_KEYS = 'builtins.dict.fromkeys';

/** A copy of a container, or of what else it is asked for. */
function copied(w: World, path: string, { args, key }: Call): Abstract {
  const [first] = args;
  const given = first?.value.objects ?? NOTHING;
  if (path.endsWith('.replace')) {
    setUpAgain(w, given, args.slice(1));
  }
  const isFixed = path === 'builtins.tuple' || path === 'builtins.frozenset';
  const draft = instanceLike(w, path, given) ?? (isFixed ? { path } : {});
  const item = objectAt(w.heap, key, draft);
  const isWhole = first?.name !== null && !first?.name.startsWith('*');
  hold(w.heap, [item.id], elementsOf(w, isWhole ? NOTHING : given));
  // By what is sorted is no part of it.
  const others = path === 'builtins.sorted' ? [] : args.slice(1);
  hold(w.heap, [item.id], objectsOf(isWhole ? args : others));
  if (path !== 'copy.copy') {
    return only(item.id);
  }
  // Functions and classes are not copied.
  const code = itemsOf(w.heap, given).filter(
    ({ kind }) => kind === 'function' || kind === 'class'
  );
  const same = toSet(code.map(({ id }) => id));
  return { objects: union(same, [item.id]), text: null };
}

/** What a copy of an instance is like: one of the same class. */
function instanceLike(w: World, path: string, given: ObjectSet): Draft | null {
  const models = itemsOf(w.heap, given);
  const [model] = models;
  return model?.kind === 'instance' && COPIES.test(path)
    ? {
        kind: 'instance',
        path: model.path,
        related: toSet(models.flatMap(({ related }) => related)),
        isOpaque: models.some(({ isOpaque }) => isOpaque)
      }
    : null;
}

const COPIES = /^(?:copy\.(?:copy|replace)|dataclasses\.replace)$/;

/** An iterator over the arguments, and what it gives out. */
function iterated(
  w: World,
  path: string,
  { key, args }: Call,
  inner: ObjectSet
): Abstract {
  const hazard = HAZARDS.get(path) ?? null;
  const all = objectsOf(args);
  const callers = objectsOf(callersAmong(path, args));
  const columns = columnsOf(path, args);
  const item = objectAt(w.heap, columns ? `${key} ${columns.join('|')}` : key, {
    kind: 'iterator',
    seldom: columns ? { ...ORDINARY, columns } : ORDINARY,
    isOpaque: READING.test(path),
    hazard: hazardOf(w, all, hazard),
    related: callers
  });
  const parts = elementsOf(w, without(all, callers));
  if (!READING.test(path)) {
    hold(w.heap, [item.id], union(union(all, parts), inner));
  }
  if (path === 'itertools.groupby') {
    const group = objectAt(w.heap, `${key} group`);
    hold(w.heap, [group.id], [...parts, group.id]);
    hold(w.heap, [item.id], [group.id]);
  }
  if (path === 'itertools.tee') {
    const outer = objectAt(w.heap, `${key} tee`);
    hold(w.heap, [outer.id], [item.id]);
    return only(outer.id);
  }
  return only(item.id);
}

/** What the parts of the rows are taken out of that these give. */
function columnsOf(
  path: string,
  args: Call['args']
): readonly ObjectSet[] | null {
  const isPlain = args.every(({ name }) => name === null);
  const [first] = args;
  if (path === 'builtins.enumerate' && first?.name === null) {
    return [NOTHING, first.value.objects];
  }
  return path === 'builtins.zip' && isPlain
    ? args.map(({ value }) => value.objects)
    : null;
}

/** What an iterator calls as it moves on, which is not among what it gives out. */
function callersAmong(path: string, args: Call['args']): Call['args'] {
  const isAsked = path === 'builtins.iter' && args.length > 1;
  const place = isAsked ? 0 : CALLING.get(path);
  return args.filter(
    ({ name }, i) => (name === null && i === place) || BY.test(name ?? '')
  );
}

/** One of the arguments, of what is in them, or of what their functions gave. */
function partOfArguments(
  w: World,
  path: string,
  { args, key }: Call,
  inner: ObjectSet
): Abstract | null {
  if (PICKING.has(path)) {
    const data = args.filter(({ name }) => !BY.test(name ?? ''));
    const whole = /m(?:in|ax)$/.test(path) ? data : data.slice(1);
    const given = data.length > 1 ? objectsOf(whole) : NOTHING;
    const parts = allTakenFrom(w.heap, objectsOf(data));
    return { objects: union(given, parts), text: null };
  }
  if (givesDefault(path)) {
    return { objects: objectsOf(args.slice(1)), text: null };
  }
  if (path === REDUCE) {
    const [, items, first] = args;
    // Where it begins with something, it gives that or what the function made of it.
    const begin = first
      ? first.value.objects
      : allTakenFrom(w.heap, items?.value.objects ?? NOTHING);
    return { objects: union(begin, inner), text: null };
  }
  if (path === FROM_KEYS) {
    const item = objectAt(w.heap, key);
    hold(w.heap, [item.id], objectsOf(args.slice(1)));
    return only(item.id);
  }
  return WRAPPED.has(path) ? { objects: objectsOf(args), text: null } : null;
}

function bound(
  w: World,
  path: string,
  { key, args }: Call,
  all: ObjectSet
): Abstract | null {
  const text = args.some(isInPlace) ? IN_PLACE : null;
  return BINDING.has(path) ? boundTo(w, key, all, text) : null;
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
