import { methodTraits, type MethodTraits } from '../../library/method-traits';
import { CHANGING_ARRAY, worksInPlace } from '../../library/methods';
import { type Call } from './calls';
import { callListed, callPassed, takesObjects } from './passed';
import { change, changeDeeply, changeModels } from '../values/changes';
import { consumeAll, elementsOf } from '../values/elements';
import { isMember, only } from '../values/loads';
import {
  giveAway,
  giveAwayKept,
  isAdding,
  noteEmptied
} from '../values/filled';
import { memoryOf, reshape } from '../values/views';
import { hold } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemAt, itemsOf, objectAt } from '../heap/objects';
import {
  ATOMIC,
  BRACE_FIELD,
  textual,
  withoutFields,
  type Abstract
} from '../heap/values';
import { NOTHING, toSet, type ObjectId, type ObjectSet } from '../heap/sets';
import { thoseIn } from '../heap/those';
import { ancestorsOf } from './classes';
import { callablesIn } from './apply';
import { drawIfRandom } from './draws';
import { isInPlace, tellsInPlace } from './in-place';
import { callInside } from './inside';
import { beginLater, endLater } from './late';
import { noteAssumed, readBehind, touchFiles } from './method-effects';
import { methodResult } from './method-results';
import { askMembers } from './protocols';
import { callShell } from './shell-calls';
import { runUncommon } from './uncommon-methods';
import { drawOn, noteFigure } from '../process/figures';
import { type World } from '../world';

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
  askMembers(w, method, traits, item, args);
  const isGiven = takesObjects(given);
  if (!item) {
    if (isGiven) {
      callPassed(w, given, 'any');
      consume(w, given, traits.asksForAll);
    }
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
  if (isGiven) {
    drawOn(w, given);
  }
  if (traits.isUncommon) {
    runUncommon(w, item, method, given);
  }
  const isChange = changes(w, item, method, args, traits);
  const self: ObjectSet = [item.id];
  // A list that gets a function does not call it.
  const isKept = traits.stores && item.kind === 'plain' && !item.isOpaque;
  const inner =
    isGiven && !isKept
      ? callPassed(w, withElements(w, item, given), 'any')
      : NOTHING;
  if (isGiven && item.origin.isTable) {
    callListed(w, given);
  }
  callInside(w, item, method);
  if (isChange) {
    if (traits.stores || !traits.mutates) {
      store(w, self, method, given);
    }
    applyChange(w, item, method, traits, given);
  } else if (isUnknown(item, traits)) {
    noteAssumed(w, item, method, given);
    noteEmptied(w.heap, self);
  }
  if (item.isOpaque) {
    if (isGiven) {
      giveAway(w, given.args, item.path);
    }
    giveAwayKept(w, item);
  }
  readBehind(w, item, method, isChange, given);
  if (isGiven) {
    consume(w, given, traits.asksForAll);
  }
  const result = methodResult(w, item, method, traits, given);
  hold(w.heap, result.objects, instancesIn(w, inner));
  return result;
}

/** True for a method of which only is taken that it changes nothing. */
function isUnknown({ origin }: Item, traits: MethodTraits): boolean {
  const { isPure, loads, soundsReading } = traits;
  const isKnown = origin.isDrawing || origin.isTable || origin.rules !== null;
  return !isPure && !loads && !soundsReading && !isKnown;
}

/** `s.map(Box)` is made of what the class has made. */
function instancesIn(w: World, objects: ObjectSet): ObjectSet {
  return thoseIn(
    w.heap,
    objects,
    ({ kind, isOpaque }) => kind === 'instance' && !isOpaque
  );
}

function changes(
  w: World,
  item: Item,
  method: string,
  args: Call['args'],
  traits: MethodTraits
): boolean {
  const { kind, origin } = item;
  if (args.some(tellsInPlace) || origin.alwaysChanges) {
    return true;
  }
  if (origin.rules) {
    const { changing, unchanging } = origin.rules;
    const isNamed = traits.mutates || traits.soundsMutating;
    return changing.has(method) || (isNamed && !unchanging.has(method));
  }
  if (origin.isDrawing) {
    return !traits.looksAtDrawing;
  }
  if (origin.isTable) {
    const isPerhapsTold = worksInPlace(method) && args.some(isInPlace);
    return traits.changesTable || isPerhapsTold;
  }
  if (kind === 'iterator' && method === 'send') {
    return true;
  }
  if (isMember(w, item)) {
    return false;
  }
  if (origin.isArray && CHANGING_ARRAY.has(method)) {
    return true;
  }
  if (
    kind === 'instance' &&
    item.isOpaque &&
    isChangedByBase(w, item, method)
  ) {
    return true;
  }
  return traits.mutates || (!traits.isPure && traits.soundsMutating);
}

/** True for what the library's class changes that a class of the notebook derives from. */
function isChangedByBase(w: World, item: Item, method: string): boolean {
  return itemsOf(w.heap, toSet(ancestorsOf(w, item))).some(
    ({ origin }) => origin.rules?.changing.has(method) === true
  );
}

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
    const held = isWhole ? value.objects : elementsOf(w, value.objects);
    hold(w.heap, self, held);
  }
}

/** Methods of tables that write where values are, if they work in place. */
const FILLING = new Set(
  'fillna ffill bfill clip replace where mask interpolate update'.split(' ')
);

function applyChange(
  w: World,
  item: Item,
  method: string,
  { isDeep }: MethodTraits,
  given: Call
): void {
  if (item.isOpaque && isDeep) {
    changeModels(w, [item.id], given.site);
  } else if (item.origin.writesThrough) {
    changeDeeply(w, [item.id], given.site);
  } else {
    change(w, [item.id], given.site, isAdding(method));
  }
  if (item.origin.isTable && FILLING.has(method)) {
    change(w, [memoryOf(w.heap, item).id], given.site);
  }
  if (method === 'resize') {
    reshape(w.heap, item);
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

/**
 * Iterators passed to a call are used up there, or perhaps only kept, and streams written or
 * read.
 */
export function consume(
  w: World,
  { args, site }: Call,
  isAskedForAll: boolean
): void {
  if (!isAskedForAll) {
    beginLater(w);
  }
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
  if (!isAskedForAll) {
    endLater(w);
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
