import type { OperateOp } from '../../../python/facts/types';
import { type Activation, siteKey } from '../calls/activation';
import { unflat } from '../../library/origins';
import { hasForeignBase } from '../calls/classes';
import { hold, partsOf } from '../heap/holding';
import { type Item, type SiteKey } from '../heap/heap';
import { itemsOf, objectAt } from '../heap/objects';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { thoseIn } from '../heap/those';
import {
  ATOMIC,
  knownOf,
  PERCENT_FIELD,
  textual,
  withoutFields,
  type Abstract
} from '../heap/values';
import type { Site } from '../heap/versions';
import type { World } from '../world';
import { change } from './changes';
import { elementsOf } from './elements';

export const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** What an operator gives where no class of the notebook says so. */
export function compute(
  w: World,
  act: Activation,
  op: OperateOp,
  left: Abstract,
  right: Abstract,
  site: Site
): Abstract {
  const isInPlace = op.operator.endsWith('=') && !COMPARISONS.has(op.operator);
  if (isInPlace && !isFixed(w, left.objects)) {
    const isAdding = op.operator === '+=' || op.operator === '|=';
    change(w, left.objects, site, isAdding);
    hold(w.heap, left.objects, elementsOf(w, right.objects));
    const { objects } = left;
    return isAdding && left.isFilled
      ? { objects, text: null, isFilled: true }
      : { objects, text: null };
  }
  const both = union(left.objects, right.objects);
  const items = itemsOf(w.heap, both);
  if (items.length === 0) {
    return together(op.operator, left, right);
  }
  const { text, partly } = together(op.operator, left, right);
  const made = combine(w, siteKey(w, act, op.site), items, {
    objects: both,
    isComparison: COMPARISONS.has(op.operator),
    text
  });
  return partly === undefined ? made : { ...made, partly };
}

/** True where every value is one that `+=` leaves as it is, and makes a new one. */
function isFixed(w: World, objects: ObjectSet): boolean {
  return itemsOf(w.heap, objects).every(({ path }) => FIXED.has(path));
}

const FIXED: ReadonlySet<string> = new Set([
  'builtins.tuple',
  'builtins.frozenset'
]);

/** The new value that an operator makes of others. */
function combine(
  w: World,
  key: SiteKey,
  items: readonly Item[],
  of: {
    readonly objects: ObjectSet;
    readonly isComparison: boolean;
    readonly text: string | null;
  }
): Abstract {
  const isOpaque = items.some(item => item.isOpaque || item.kind === 'library');
  if (!isOpaque && of.isComparison) {
    return ATOMIC;
  }
  const path = pathOf(items);
  const related = of.isComparison ? NOTHING : classesOf(w, items);
  const kind = related.length > 0 ? 'instance' : 'plain';
  const draft = { kind, related, isOpaque, path, text: of.text } as const;
  const made = objectAt(w.heap, key, draft);
  const lists = thoseIn(
    w.heap,
    of.objects,
    item => !item.isOpaque && item.kind !== 'library'
  );
  const held = partsOf(w.heap, lists);
  hold(w.heap, [made.id], held);
  return { objects: [made.id], text: of.text };
}

/** What is made is of the kind of the first that has one, and has the most dimensions of them. */
function pathOf(items: readonly Item[]): string {
  let found: Item | null = null;
  let isOfAll = true;
  for (const item of items) {
    if (item.path === '') {
      isOfAll = false;
    } else if (!found || (found.origin.isFlat && !item.origin.isFlat)) {
      found = item;
    }
  }
  const path = found?.path ?? '';
  return isOfAll ? path : unflat(path);
}

/** Classes with operators of a library's, which give an instance of the class again. */
function classesOf(w: World, items: readonly Item[]): ObjectSet {
  if (items.every(({ kind }) => kind !== 'instance')) {
    return NOTHING;
  }
  const all = items.flatMap(({ kind, related }) =>
    kind === 'instance' ? itemsOf(w.heap, related) : []
  );
  const own = all.filter(one => one.kind === 'class' && hasForeignBase(w, one));
  return toSet(own.map(({ id }) => id));
}

function isNothingKnown({ text, partly }: Abstract): boolean {
  return text === null && partly === undefined;
}

/** What an operator makes of two texts, as far as they are known. */
function together(operator: string, left: Abstract, right: Abstract): Abstract {
  if (operator === '%') {
    return textual(null, withoutFields(knownOf(left), PERCENT_FIELD));
  }
  const isPath = operator === '/';
  if (!isPath && operator !== '+' && operator !== '+=') {
    return ATOMIC;
  }
  const join = (a: string, b: string) => (isPath ? `${a}/${b}` : a + b);
  if (isNothingKnown(left) && isNothingKnown(right)) {
    return ATOMIC;
  }
  const isKnown = left.text !== null && right.text !== null;
  return isKnown
    ? { objects: NOTHING, text: join(left.text, right.text) }
    : textual(null, join(knownOf(left), knownOf(right)));
}
