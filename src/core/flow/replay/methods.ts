import { callAssumedPure } from '../../messages/transfers';
import { filesOfMethod } from '../library/files';
import {
  alwaysChanges,
  ATOMIC_RESULT,
  CHANGING_TABLE,
  DEEP,
  FLUENT,
  isTabular,
  LOADING,
  MUTATING,
  NESTED,
  PAIRED,
  PURE,
  READING,
  soundsMutating,
  STORING,
  VIEWING
} from '../library/methods';
import { stateBehind } from '../library/state';
import { lessSure } from './binds';
import { callPassed, unknownCall, type Call } from './calls';
import { change, changeDeeply, holdIn } from './changes';
import { touchFile } from './files';
import { only } from './loads';
import {
  ATOMIC,
  either,
  itemsOf,
  NOTHING,
  objectAt,
  partsOf,
  reachOf,
  toSet,
  union,
  type Abstract,
  type Item,
  type ObjectSet
} from './objects';
import { whereOf } from './places';
import { applyFunction, applyOwned } from './apply';
import { mentionedIn } from './queries';
import { touchState } from './states';
import { reportOnce, type World } from './world';

/** A method of a value whose class is not the notebook's; `null` for immutable receivers. */
export function callMethod(
  w: World,
  item: Item | null,
  method: string,
  given: Call,
  text: string | null = null
): Abstract {
  const { args, site } = given;
  touchFiles(w, item, method, given, text);
  if (!item) {
    callPassed(w, given, false);
    return ATOMIC_RESULT.has(method)
      ? { objects: NOTHING, text: null }
      : only(objectAt(w.heap, given.key).id);
  }
  mentionedIn(w, method, given);
  const isChange = changes(item, method, args);
  const self: ObjectSet = [item.id];
  callPassed(w, given, false);
  callInside(w, item, method, given);
  if (isChange) {
    if (STORING.has(method) || !MUTATING.has(method)) {
      store(w, self, method, given);
    }
    applyChange(w, item, method, given);
  } else if (!PURE.has(method) && !LOADING.has(method)) {
    noteAssumed(w, item, method, given);
  }
  readBehind(w, item, isChange, given);
  consume(w, given, site);
  return resultOf(w, item, method, given);
}

function changes(item: Item, method: string, args: Call['args']): boolean {
  const inPlace = args.find(({ name }) => name === 'inplace');
  if (inPlace || alwaysChanges(item.path)) {
    return true;
  }
  if (isTabular(item.path)) {
    return CHANGING_TABLE.has(method);
  }
  if (item.kind === 'iterator' && method === 'send') {
    return true;
  }
  return MUTATING.has(method) || (!PURE.has(method) && soundsMutating(method));
}

function store(
  w: World,
  self: ObjectSet,
  method: string,
  { args }: Call
): void {
  const isSpread =
    method === 'extend' || method === 'update' || method === 'extendleft';
  for (const { name, value } of args) {
    const isWhole = !isSpread || (name !== null && !name.startsWith('*'));
    const held = isWhole ? value.objects : partsOf(w.heap, value.objects);
    holdIn(w, self, held);
  }
}

function applyChange(w: World, item: Item, method: string, given: Call): void {
  if (DEEP.has(method) && item.isOpaque) {
    changeDeeply(w, [item.id], given.site);
  } else {
    change(w, [item.id], given.site);
  }
  if (
    method === 'fit' ||
    method === 'fit_transform' ||
    method === 'fit_predict'
  ) {
    drawIfRandom(w, item, given);
  }
}

/** Estimators without a `random_state` draw from the generator that all share. */
function drawIfRandom(w: World, item: Item, { site }: Call): void {
  if (item.text === 'random') {
    touchState(w, { key: 'rng:numpy', mode: 'read' }, site, false);
    touchState(w, { key: 'rng:numpy', mode: 'write' }, site, false);
  }
}

/** Values that library calls keep functions or instances in may call them in any method. */
function callInside(w: World, item: Item, method: string, given: Call): void {
  if (!item.isOpaque && item.kind !== 'iterator') {
    return;
  }
  const { certainty, isSpeculative } = w;
  w.certainty = lessSure(certainty, 'loop');
  for (const id of reachOf(w.heap, [item.id])) {
    const held = w.heap.items[id];
    if (!held || held === item) {
      continue;
    }
    if (held.kind === 'function') {
      applyFunction(w, given.act, held, [], given.site);
    } else if (held.kind === 'instance') {
      const [owner] = itemsOf(w.heap, held.related);
      const definition = owner?.definition?.methods.get(method);
      if (owner && definition) {
        applyOwned(w, given.act, definition, owner, [id], [], given.site);
      }
    }
  }
  w.isSpeculative = isSpeculative;
  w.certainty = certainty;
}

function readBehind(
  w: World,
  item: Item,
  isChange: boolean,
  { site }: Call
): void {
  const key = stateBehind(item.path);
  if (key) {
    const mode = isChange ? 'write' : 'read';
    touchState(w, { key, mode }, site, false);
  }
}

/** Iterators passed to a call are used up there. */
export function consume(w: World, { args }: Call, site: Call['site']): void {
  for (const { value } of args) {
    const iterators = itemsOf(w.heap, value.objects).filter(
      ({ kind }) => kind === 'iterator'
    );
    change(w, toSet(iterators.map(({ id }) => id)), site);
  }
}

/** Say that a method is taken to change nothing, where that matters to another step. */
function noteAssumed(
  w: World,
  item: Item,
  method: string,
  { act, site }: Call
): void {
  if (act.definition || !w.step || item.kind !== 'plain') {
    return;
  }
  const name = [...(w.pointers.get(item.id) ?? [])].find(
    known =>
      w.step?.uses.has(known) &&
      w.env.get(known)?.value.objects.includes(item.id)
  );
  if (name !== undefined) {
    reportOnce(w, `DF402 ${site.cell} ${method} ${name}`, () =>
      callAssumedPure(whereOf(w.notebook, site), method, name)
    );
  }
}

function resultOf(w: World, item: Item, method: string, given: Call): Abstract {
  if (method === 'copy' && !item.isOpaque) {
    const copy = objectAt(w.heap, given.key);
    holdIn(w, [copy.id], partsOf(w.heap, [item.id]));
    return only(copy.id);
  }
  const isTable = isTabular(item.path);
  if (FLUENT.has(method) && !isTable) {
    return only(item.id);
  }
  const parts = partsOf(w.heap, [item.id]);
  if (item.hazard && READING.has(method)) {
    return method === 'readlines'
      ? only(objectAt(w.heap, given.key).id)
      : ATOMIC;
  }
  if (!item.isOpaque && NESTED.has(method)) {
    return nestedParts(w, item, method, given.key);
  }
  if (LOADING.has(method) || (VIEWING.has(method) && !isTable)) {
    const passed = given.args.map(({ value }) => value.objects);
    const defaults = method === 'setdefault' || method === 'get' ? passed : [];
    return { objects: defaults.reduce(union, parts), text: null };
  }
  const isPath = item.text !== null || item.path.startsWith('pathlib.');
  if (
    isPath &&
    /^(?:joinpath|with_suffix|with_name|resolve|absolute)$/.test(method)
  ) {
    return joinPath(w, item, method, given);
  }
  if (item.kind === 'plain' && !item.isOpaque) {
    return ATOMIC_RESULT.has(method) ? ATOMIC : setResult(w, item, given);
  }
  // Numbers that were drawn are no generator.
  const path = item.path.replace(/^numpy\.random\..*/, 'numpy.array');
  return unknownCall(w, { ...given, args: [] }, path);
}

/**
 * `items()` of a dict gives pairs: what a loop takes out of it is not yet the value, and what an
 * unpacking takes out of the pair is.
 */
function nestedParts(
  w: World,
  item: Item,
  method: string,
  key: string
): Abstract {
  const outer = objectAt(w.heap, key);
  if (PAIRED.has(method)) {
    const pair = objectAt(w.heap, `${key} pair`);
    holdIn(w, [pair.id], partsOf(w.heap, [item.id]));
    holdIn(w, [outer.id], [pair.id]);
  } else {
    holdIn(w, [outer.id], partsOf(w.heap, [item.id]));
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
  holdIn(w, [made.id], all.objects);
  return only(made.id);
}

function joinPath(
  w: World,
  item: Item,
  method: string,
  { args, key }: Call
): Abstract {
  const parts = args.map(({ value }) => value.text);
  const isKnown =
    method === 'joinpath' &&
    item.text !== null &&
    parts.every(part => part !== null);
  const text = isKnown ? [item.text, ...parts].join('/') : null;
  const { path } = item;
  const made = objectAt(w.heap, key, { path, text, isOpaque: true });
  return { objects: [made.id], text };
}

function touchFiles(
  w: World,
  item: Item | null,
  method: string,
  { args, site }: Call,
  text: string | null
): void {
  const isPath = item?.path.startsWith('pathlib.') ?? false;
  const mode = args.find(
    ({ name }, i) => name === 'mode' || (name === null && i === 0)
  );
  const uses = filesOfMethod(method, isPath, mode?.value.text ?? null, !!mode);
  for (const use of uses) {
    const passed = args[Math.max(0, use.argument)]?.value;
    const path =
      use.argument < 0
        ? { objects: NOTHING, text: item?.text ?? text }
        : passed;
    if (
      path &&
      (path.text !== null || use.argument < 0 || method.startsWith('to_'))
    ) {
      touchFile(w, path, use.mode, site);
    }
  }
}
