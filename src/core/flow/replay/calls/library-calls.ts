import {
  functionTraits,
  type FunctionTraits
} from '../../library/function-traits';
import { handsOver, toldToWrite } from '../../library/functions';
import { takesSql } from '../../library/sql';
import { runSql } from './sql';
import { callBuiltin } from './builtins';
import { objectsOf } from './held';
import { construct } from './instances';
import { callOn, type Call } from './calls';
import { callListed, callPassed, takesObjects } from './passed';
import { noteStored } from '../values/stores';
import { change } from '../values/changes';
import { giveAway } from '../values/filled';
import { hasNamespace, noteListing } from '../process/listings';
import { askArguments, runOverridden } from './protocols';
import { mentionedIn } from './queries';
import { callInside } from './inside';
import { beginLater, endLater } from './late';
import { consume } from './methods';
import { partsOf, hold } from '../heap/holding';
import { itemsOf } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { NOTHING, union, type ObjectSet } from '../heap/sets';
import { thoseIn } from '../heap/those';
import { type World } from '../world';
import { noteEffects } from './library-effects';
import { libraryResult } from './library-results';

/** A call of something out of a library, by its qualified name. */
export function callLibrary(w: World, path: string, given: Call): Abstract {
  const { args, site } = given;
  const traits = functionTraits(path);
  const isGiven = takesObjects(given);
  if (isGiven) {
    askArguments(w, path, args);
  }
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
  if (takesSql(path)) {
    runSql(w, given, path.startsWith('duckdb.'));
  }
  if (isGiven) {
    giveAway(w, args, path);
  }
  const first = args[0];
  const { method } = traits;
  if (method !== null && method !== 'fromkeys' && first?.name === null) {
    const others = args.slice(1);
    return callOn(w, first.value, method, { ...given, args: others });
  }
  const inner = isGiven ? useObjects(w, path, traits, given) : NOTHING;
  const written = isGiven ? writtenTo(path, traits.outAt, given) : NOTHING;
  change(w, written, site);
  const result = libraryResult(w, path, given, inner);
  return written.length > 0
    ? { objects: union(result.objects, written), text: null }
    : result;
}

/** What a function does with objects that it is given; what functions among them gave. */
function useObjects(
  w: World,
  path: string,
  traits: FunctionTraits,
  given: Call
): ObjectSet {
  const { args, site } = given;
  if (traits.usesModels) {
    useModels(w, args);
  }
  const maker = args.find(({ name }) => name === 'cls');
  if (maker && path.startsWith('json.')) {
    useCoder(w, maker.value.objects, given);
  }
  if (traits.iterates) {
    beginLater(w);
  }
  const inner = callPassed(
    w,
    given,
    traits.keeps ? 'kept' : traits.callsWithParts ? 'parts' : 'any'
  );
  if (traits.iterates) {
    endLater(w);
  }
  if (traits.takesLists) {
    callListed(w, given);
  }
  if (path !== 'copy.copy') {
    consume(w, given, traits.asksForAll);
  }
  const isTold = args.some(({ name }) => toldToWrite(path, name));
  if (traits.changesFirst || isTold) {
    const target = args[0]?.value.objects ?? NOTHING;
    if (traits.storesFirst) {
      storeFirst(w, target, args.slice(1));
    }
    change(w, target, site);
  }
  return inner;
}

function storeFirst(w: World, target: ObjectSet, args: Call['args']): void {
  for (const { value } of args) {
    hold(w.heap, target, value.objects);
    itemsOf(w.heap, target).forEach(item => {
      noteStored(w, item, value.objects);
    });
  }
}

/** Estimators and scorers are used, each by itself or in a list or dict of them. */
function useModels(w: World, args: Call['args']): void {
  const all = objectsOf(args);
  const lists = thoseIn(
    w.heap,
    all,
    ({ kind, isOpaque }) => kind === 'plain' && !isOpaque
  );
  const listed = partsOf(w.heap, lists);
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

/** Arrays into which a function puts its result, which it gives back as well. */
function writtenTo(path: string, position: number, { args }: Call): ObjectSet {
  let found = NOTHING;
  args.forEach(({ name, value }, i) => {
    if (handsOver(path, name) || (name === null && i === position)) {
      found = union(found, value.objects);
    }
  });
  return found;
}
