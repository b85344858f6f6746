import { asksPerson } from '../../../messages/dynamic';
import { askedParameter } from '../../fixes/parameters';
import { moveToStep } from '../../fixes/statements';
import { preludeActs } from '../../../messages/tags';
import { filesOfCall } from '../../library/files';
import {
  ATOMIC as ATOMIC_CALLS,
  CHANGING_FIRST,
  containerMethod,
  COPYING,
  HAZARDS,
  ITERATING,
  makesClass,
  KEEPING,
  PICKING,
  STORING_FIRST,
  unpickles
} from '../../library/functions';
import { remember } from '../../library/remember';
import {
  isFitting,
  isRandomEstimator,
  stateBehind,
  stateOfCall,
  type StateKey,
  type StateUse
} from '../../library/state';
import { MUTATING, soundsMutating } from '../../library/methods';
import { callBuiltin } from './builtins';
import { heldBy, objectsOf } from './held';
import { callOn, callPassed, type Call } from './calls';
import { STATES } from '../heap/effects';
import { change, noteStored } from '../values/changes';
import { noteCommandCall } from '../process/commands';
import { noteDiffering } from '../process/differing';
import { hasNamespace, noteListing } from '../process/listings';
import { noteFigure } from '../process/figures';
import { touchFile } from '../process/files';
import { only } from '../values/loads';
import { viewByCall } from '../values/views';
import { askArguments } from './protocols';
import { consume, drawIfRandom } from './methods';
import {
  itemsOf,
  libraryItem,
  objectAt,
  partsOf,
  type Abstract,
  hold
} from '../heap/objects';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { readClasses } from '../names/reads';
import { whereOf } from '../places';
import { hasState, touchState } from '../process/states';
import { PRELUDE, type Site } from '../heap/versions';
import { reportOnce, type World } from '../world';

/** A call of something out of a library, by its qualified name. */
export function callLibrary(w: World, path: string, given: Call): Abstract {
  const { args, site } = given;
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
  askArguments(w, path, args);
  const [first] = args;
  const method = containerMethod(path);
  if (method !== null && first?.name === null) {
    const others = args.slice(1);
    return callOn(w, first.value, method, { ...given, args: others });
  }
  const target = first?.value.objects ?? NOTHING;
  const inner = callPassed(w, given, KEEPING.has(path));
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
  for (const { name, value } of args) {
    if (name === 'out') {
      change(w, value.objects, site);
    }
  }
  return resultOf(w, path, given, inner);
}

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
    return { objects: NOTHING, text: textOf(path, given) };
  }
  if (COPYING.has(path)) {
    const item = objectAt(w.heap, key);
    hold(w.heap, [item.id], partsOf(w.heap, first?.value.objects ?? NOTHING));
    hold(
      w.heap,
      [item.id],
      args.slice(1).flatMap(({ value }) => value.objects)
    );
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
  if (path === 'functools.partial') {
    const item = objectAt(w.heap, key, { kind: 'partial' });
    hold(w.heap, [item.id], all);
    return only(item.id);
  }
  return (
    viewByCall(w, path, first?.value.objects ?? NOTHING) ??
    newValue(w, path, given, all)
  );
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

function newValue(
  w: World,
  path: string,
  given: Call,
  all: ObjectSet
): Abstract {
  const { args } = given;
  if (makesClass(path, args.length)) {
    const draft = { kind: 'class', path } as const;
    const related = [libraryItem(w.heap, path).id];
    return only(objectAt(w.heap, given.key, { ...draft, related }).id);
  }
  const names = args.map(({ name }) => name);
  const isRandom = isRandomEstimator(path, names);
  const text = isRandom ? 'random' : pathText(path, given);
  const item = objectAt(w.heap, given.key, {
    isOpaque: true,
    isFresh: !isConstructor(path),
    path,
    hazard: HAZARDS.get(path) ?? null,
    text
  });
  hold(w.heap, [item.id], heldBy(w, path, args, all));
  return { objects: [item.id], text: isRandom ? null : text };
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
function textOf(path: string, { args }: Call): string | null {
  const parts = args.map(({ value }) => value.text);
  if (path === 'os.path.join') {
    return parts.some(part => part === null) ? null : parts.join('/');
  }
  if (path === 'builtins.str' || path === 'os.path.abspath') {
    return parts[0] ?? null;
  }
  return null;
}

const ASKING = new Set(['builtins.input', 'getpass.getpass']);

const REACHES_OUT =
  /^(?:urllib\.request\.url(?:retrieve|open)|requests\.(?:get|post|put|delete)|time\.sleep|subprocess\.\w+|os\.system|wget\.download|gdown\.download)$/;

function noteEffects(w: World, path: string, given: Call): void {
  const { args, site } = given;
  w.printed += path === 'builtins.print' ? 1 : 0;
  noteDiffering(w, path, given);
  noteCommandCall(w, path, given);
  noteFigure(w, path, site);
  const hasRandomState = args.some(({ name }) => name === 'random_state');
  for (const use of stateOfCall(path, hasRandomState)) {
    touchState(w, use, site, false);
  }
  noteReceiver(w, path, given);
  if (isFitting(path)) {
    itemsOf(w.heap, objectsOf(args)).forEach(item => {
      drawIfRandom(w, item, given);
    });
  }
  if (unpickles(path)) {
    readClasses(w, given.act, site);
  }
  const isGiven = args.some(
    ({ name }, i) => name === 'mode' || (name === null && i === 1)
  );
  const mode = args.find(
    ({ name }, i) => name === 'mode' || (name === null && i === 1)
  );
  for (const { argument, mode: how } of filesOfCall(
    path,
    mode?.value.text ?? null,
    isGiven
  )) {
    const passed = args[argument]?.value ?? (how === 'list' ? HERE : undefined);
    if (passed && (passed.text !== null || passed.objects.length === 0)) {
      touchFile(w, withEnding(path, passed), how, site);
    }
  }
  if (w.maker === PRELUDE && !given.act.definition && REACHES_OUT.test(path)) {
    reportActs(w, path, site);
  }
  if (ASKING.has(path) && w.step) {
    reportAsks(w, path, site);
  }
}

function reportActs(w: World, path: string, site: Site): void {
  reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
    preludeActs(whereOf(w.notebook, site), `${path}()`, moveToStep(w, site))
  );
}

function reportAsks(w: World, path: string, site: Site): void {
  reportOnce(w, `DF605 ${site.cell} ${site.at.start}`, () =>
    asksPerson(
      whereOf(w.notebook, site),
      path.replace('builtins.', ''),
      askedParameter(w, site)
    )
  );
}

/** The folder that is listed where none is named. */
const HERE: Abstract = { objects: NOTHING, text: '.' };

/** NumPy gives its files an ending where they have none. */
function withEnding(path: string, file: Abstract): Abstract {
  const { text, objects } = file;
  const ending = /^numpy\.save(z?)/.exec(path);
  const missing = ending?.[1] ? '.npz' : '.npy';
  return ending && text !== null && !text.endsWith(missing)
    ? { objects, text: text + missing }
    : file;
}

/** `os.environ.get(…)`, `sys.path.insert(…)`, `logging.getLogger().setLevel(…)` */
function noteReceiver(w: World, path: string, { site }: Call): void {
  const use = receiverUse(path);
  if (use) {
    touchState(w, use, site, false);
    return;
  }
  if (w.states.size === 0) {
    w.heap.run.keys.add(STATES);
    return;
  }
  const key = libraryState(path);
  if (hasState(w, key)) {
    touchState(w, { key, mode: 'read' }, site, true);
  }
}

const receiverUse = remember((path): StateUse | null => {
  const dot = path.lastIndexOf('.');
  const method = path.slice(dot + 1);
  const key = stateBehind(path.slice(0, dot));
  const isWrite = MUTATING.has(method) || soundsMutating(method);
  return key === null ? null : { key, mode: isWrite ? 'write' : 'read' };
});

const libraryState = remember(
  (path): StateKey => `lib:${path.slice(0, path.indexOf('.'))}`
);
