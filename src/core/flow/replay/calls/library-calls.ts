import {
  asksForAll,
  CHANGING_FIRST,
  containerMethod,
  COPYING,
  ITERATING,
  KEEPING,
  positionOfOut,
  STORING_FIRST
} from '../../library/functions';
import { remember } from '../../library/remember';
import { callBuiltin } from './builtins';
import { objectsOf } from './held';
import { construct } from './instances';
import { callOn, type Call } from './calls';
import { callListed, callPassed } from './passed';
import { change, noteStored } from '../values/changes';
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
import { isConstructor } from './new-values';

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
  giveAway(w, args, path);
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
  const isIterator = ITERATING.has(path);
  if (isIterator) {
    beginLater(w);
  }
  const inner = callPassed(
    w,
    given,
    isKept ? 'kept' : callsWithParts(path) ? 'parts' : 'any'
  );
  if (isIterator) {
    endLater(w);
  }
  if (!isKept && takesLists(path)) {
    callListed(w, given);
  }
  if (!COPYING.has(path) || path !== 'copy.copy') {
    consume(w, given, asksForAll(path));
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
  const result = libraryResult(w, path, given, inner);
  return written.length > 0
    ? { objects: union(result.objects, written), text: null }
    : result;
}

/** `map(f, rows)` calls with what is in the rows, never with the rows. */
const callsWithParts = remember(path =>
  /^(?:builtins\.(?:map|filter|sorted)|itertools\.(?:takewhile|dropwhile|filterfalse|groupby))$/.test(
    path
  )
);

/** True for a function that calls what estimators and scorers were made with. */
const usesModels = remember(path =>
  /^(?:sklearn|imblearn|scipy|mlxtend|eli5|shap|yellowbrick)\.(?:\w+\.)*[a-z]\w*$/.test(
    path
  )
);

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
