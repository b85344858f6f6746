import { callAssumedPure, callSeenToChange } from '../../../messages/transfers';
import { learnedOf } from '../learned';
import { filesOfMethod } from '../../library/files';
import { methodTraits, type MethodTraits } from '../../library/method-traits';
import { ARGUMENTS, methodDraws } from '../../library/state';
import { currentVersion, lessSure } from '../names/binds';
import { type Call } from './calls';
import { findMethod } from './classes';
import { callListed, callPassed } from './passed';
import { change, changeDeeply, changeModels } from '../values/changes';
import { touchFile } from '../process/files';
import { folderMode } from '../process/made-folders';
import { consumeAll } from '../values/elements';
import { only } from '../values/loads';
import { memoryOf } from '../values/views';
import { isEmpty } from '../heap/members';
import { heldAt } from '../heap/marks';
import { partsOf, reachOf, hold } from '../heap/holding';
import { itemAt, itemsOf, objectAt, type Item } from '../heap/objects';
import {
  ATOMIC,
  BRACE_FIELD,
  textual,
  withoutFields,
  type Abstract
} from '../heap/values';
import { NOTHING, toSet, type ObjectId, type ObjectSet } from '../heap/sets';
import { whereOf } from '../places';
import { applyFunction, applyOwned, callablesIn } from './apply';
import { methodResult } from './method-results';
import { askMembers } from './protocols';
import { mentionedIn } from './queries';
import { callShell } from './shell-calls';
import { drawOn, noteFigure } from '../process/figures';
import { noteDevice } from '../process/devices';
import { noteDrawing } from '../process/differing';
import { touchState } from '../process/states';
import { useKey } from '../heap/effects';
import type { Site } from '../heap/versions';
import { reportOnce, type World } from '../world';

/** A method of a value whose class is not the notebook's; `null` for immutable receivers. */
export function callMethod(
  w: World,
  item: Item | null,
  method: string,
  given: Call,
  text: string | null = null
): Abstract {
  const { args, site } = given;
  const traits = methodTraits(method);
  if (traits.touchesFiles || item?.origin.isPath) {
    touchFiles(w, item, method, given, text);
  }
  askMembers(w, method, item, args);
  if (!item) {
    callPassed(w, given, false);
    consume(w, given, given.site);
    if (method === 'format' && text !== null) {
      return textual(null, withoutFields(text, BRACE_FIELD));
    }
    return traits.isAtomic
      ? { objects: NOTHING, text: null }
      : only(objectAt(w.heap, given.key).id);
  }
  const told = callShell(w, item, method, given);
  if (told) {
    return told;
  }
  if (traits.figure !== null) {
    noteFigure(w, method, site);
  }
  drawOn(w, given);
  noteDevice(w, item, method, given);
  mentionedIn(w, method, given);
  const isChange = changes(item, method, args, traits);
  if (PARSING.has(method) && args.length === 0) {
    touchState(w, { key: ARGUMENTS, mode: 'read' }, site, false);
  }
  const self: ObjectSet = [item.id];
  if (methodDraws(item.path, method) && !hasGenerator(given)) {
    drawFromNumpy(w, method, site);
  }
  if (method === 'split') {
    drawIfRandom(w, item, given);
  }
  // A list that gets a function does not call it.
  const isKept = traits.stores && item.kind === 'plain' && !item.isOpaque;
  callPassed(w, withElements(w, item, given), isKept);
  if (item.origin.isTable) {
    callListed(w, given);
  }
  callInside(w, item, method);
  if (isChange) {
    if (traits.stores || !traits.mutates) {
      store(w, self, method, given);
    }
    applyChange(w, item, method, given);
  } else if (!traits.isPure && !traits.loads && !item.origin.isDrawing) {
    noteAssumed(w, item, method, given);
  }
  readBehind(w, item, method, isChange, given);
  consume(w, given, site);
  return methodResult(w, item, method, given);
}

function changes(
  { kind, origin }: Item,
  method: string,
  args: Call['args'],
  traits: MethodTraits
): boolean {
  const inPlace = args.find(({ name }) => name === 'inplace');
  if (inPlace || origin.alwaysChanges) {
    return true;
  }
  if (origin.isDrawing) {
    return !traits.looksAtDrawing;
  }
  if (origin.isTable) {
    return traits.changesTable;
  }
  if (kind === 'iterator' && method === 'send') {
    return true;
  }
  return traits.mutates || (!traits.isPure && traits.soundsMutating);
}

/** Methods of a parser that take the arguments of the program where they are given none. */
const PARSING = new Set(['parse_args', 'parse_known_args']);

/**
 * Functions that a method is given may be called with what is in its receiver, unless that is an
 * executor, a connection or the like, which give nothing of themselves.
 */
function withElements(w: World, item: Item, given: Call): Call {
  let hasFunction = false;
  if (item.hazard !== null) {
    return given;
  }
  for (let i = 0; i < given.args.length && !hasFunction; i++) {
    hasFunction = callablesIn(w, given.args[i]?.value ?? ATOMIC).length > 0;
  }
  return hasFunction
    ? { ...given, args: [...given.args, { name: '*', value: only(item.id) }] }
    : given;
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
    hold(w.heap, self, held);
  }
}

/** Methods of tables that write where values are, if they work in place. */
const FILLING = new Set(
  'fillna ffill bfill clip replace where mask interpolate update'.split(' ')
);

function applyChange(w: World, item: Item, method: string, given: Call): void {
  if (item.isOpaque && methodTraits(method).isDeep) {
    changeModels(w, [item.id], given.site);
  } else if (item.origin.writesThrough) {
    changeDeeply(w, [item.id], given.site);
  } else {
    change(w, [item.id], given.site);
  }
  if (item.origin.isTable && FILLING.has(method)) {
    change(w, [memoryOf(w.heap, item).id], given.site);
  }
  if (method === 'shuffle') {
    change(w, given.args[0]?.value.objects ?? NOTHING, given.site);
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
export function drawIfRandom(w: World, item: Item, { site }: Call): void {
  const reached = itemsOf(w.heap, [...reachOf(w.heap, [item.id])]);
  if (reached.some(({ text }) => text === 'random')) {
    drawFromNumpy(w, 'fit', site);
  }
  const own = reached.filter(
    one => one !== item && GENERATOR.test(one.path) && one.kind === 'plain'
  );
  change(w, toSet(own.map(({ id }) => id)), site);
}

/** Generators that an estimator may have been given, and draws from. */
const GENERATOR = /^numpy\.random\.(?:RandomState|Generator|default_rng)$/;

/** Position of `random_state` among the arguments of `sample`. */
const RANDOM_STATE = 4;

function hasGenerator({ args }: Call): boolean {
  return args.some(
    ({ name }, i) =>
      name === 'random_state' || (name === null && i === RANDOM_STATE)
  );
}

function drawFromNumpy(w: World, method: string, site: Site): void {
  noteDrawing(w, 'rng:numpy', method);
  touchState(w, { key: 'rng:numpy', mode: 'read' }, site, false);
  touchState(w, { key: 'rng:numpy', mode: 'write' }, site, false);
}

/** Values that library calls keep functions or instances in may call them in any method. */
export function callInside(w: World, item: Item, method: string): void {
  if ((!item.isOpaque && item.kind !== 'iterator') || isEmpty(item.holds)) {
    return;
  }
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  const reached = reachOf(w.heap, [item.id]);
  for (let i = 0; i < reached.length; i++) {
    const held = itemAt(w.heap, reached[i] ?? -1);
    if (held && held !== item) {
      callOneInside(w, held, method);
    }
  }
  w.certainty = certainty;
}

function callOneInside(w: World, held: Item, method: string): void {
  if (held.kind === 'function') {
    applyFunction(w, held, []);
  } else if (held.kind === 'instance') {
    callIfThere(w, held, method);
    // A chain of estimators transforms on the way to what it is asked for.
    if (ESTIMATING.test(method)) {
      callIfThere(w, held, 'transform');
    }
  }
}

const ESTIMATING =
  /^(?:fit(?:_\w+)?|predict(?:_\w+)?|score|decision_function)$/;

function callIfThere(w: World, held: Item, method: string): void {
  const found = findMethod(w, held, method);
  if (found) {
    applyOwned(w, found.definition, found.owner, [held.id], []);
  }
}

function readBehind(
  w: World,
  item: Item,
  method: string,
  isChange: boolean,
  { site }: Call
): void {
  const key = item.origin.behind;
  if (key) {
    const mode = isChange ? 'write' : 'read';
    touchState(w, { key, mode }, site, false);
    if (/^(?:add|remove)(?:Handler|Filter)$/.test(method)) {
      touchState(w, { key: HANDLERS, mode }, site, false);
    } else if (key === 'lib:logging') {
      touchState(w, { key: HANDLERS, mode: 'read' }, site, false);
    }
  }
}

/** Handlers of loggers stay in their process. */
export const HANDLERS = 'lib:logging handlers';

/** Iterators passed to a call are used up there, and streams written or read. */
export function consume(w: World, { args }: Call, site: Call['site']): void {
  for (let i = 0; i < args.length; i++) {
    const objects = args[i]?.value.objects ?? NOTHING;
    // Most arguments are numbers, texts and the like.
    if (objects.length === 0) {
      continue;
    }
    consumeAll(w, objects, site);
    const streams = streamsIn(w, objects);
    if (streams.length > 0) {
      changeDeeply(w, streams, site);
    }
  }
}

function streamsIn({ heap }: World, objects: ObjectSet): ObjectSet {
  let found: ObjectId[] | null = null;
  for (let i = 0; i < objects.length; i++) {
    const item = itemAt(heap, objects[i] ?? -1);
    if (item?.origin.isStream) {
      found = found ?? [];
      found.push(item.id);
    }
  }
  return found ?? NOTHING;
}

/** Say that a method is taken to change nothing, where that matters to another step. */
function noteAssumed(
  w: World,
  item: Item,
  method: string,
  { act, site }: Call
): void {
  const draws = item.origin.isTable && methodTraits(method).drawsTable;
  const isNoted = item.kind === 'plain' && !draws;
  if (act.definition || !w.step || !isNoted) {
    return;
  }
  const step = w.step;
  const names = heldAt(w.heap, item.id)?.names ?? [];
  const name = [...names].find(known => {
    w.heap.run.keys.add(useKey(step.index, known));
    return (
      step.uses.has(known) &&
      currentVersion(w, known)?.value.objects.includes(item.id)
    );
  });
  if (name !== undefined) {
    const source = w.notebook.cells[site.cell]?.cell.source ?? '';
    const isLearned = learnedOf(w.notebook, source).includes(name);
    reportOnce(w, `DF402 ${site.cell} ${method} ${name}`, () =>
      isLearned
        ? callSeenToChange(whereOf(w.notebook, site), method, name)
        : callAssumedPure(whereOf(w.notebook, site), method, name)
    );
  }
}

/** The folder where none is named. */
export const HERE: Abstract = { objects: NOTHING, text: '.' };

function touchFiles(
  w: World,
  item: Item | null,
  method: string,
  { args, site }: Call,
  text: string | null
): void {
  const isPath = item?.origin.isPath ?? false;
  const mode = args.find(
    ({ name }, i) => name === 'mode' || (name === null && i === 0)
  );
  const uses = filesOfMethod(method, isPath, mode?.value.text ?? null, !!mode);
  for (const use of uses) {
    const here = use.mode === 'folder' ? HERE : undefined;
    const passed = args[Math.max(0, use.argument)]?.value ?? here;
    const path =
      use.argument < 0
        ? { objects: NOTHING, text: item?.text ?? text }
        : passed;
    if (
      path &&
      (path.text !== null || use.argument < 0 || method.startsWith('to_'))
    ) {
      const how = use.mode === 'folder' ? folderMode(method, args) : use.mode;
      touchFile(w, path, how, site);
    }
  }
}
