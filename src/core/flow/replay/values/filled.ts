import { addTo } from '../heap/journal';
import { emptiedKey } from '../heap/effects';
import { reachedFrom } from '../heap/holding';
import { isEmpty } from '../heap/members';
import { type Heap, type Item } from '../heap/heap';
import { itemAt } from '../heap/objects';
import { remember } from '../../library/remember';
import { NOTHING, type ObjectSet } from '../heap/sets';
import type { Abstract } from '../heap/values';
import type { World } from '../world';

/** What is seen where something is not empty. */
export const FILLED: Abstract = { objects: NOTHING, text: null };

/** True for what is a list or the like with something in it, here and now. */
export function isFilled({ heap }: World, value: Abstract): boolean {
  return (
    value.isFilled === true &&
    value.objects.length > 0 &&
    value.objects.every(id => {
      heap.run.keys.add(emptiedKey(id));
      return !heap.emptied.has(id);
    })
  );
}

/** Something may be taken out of these, for all that is known. */
export function noteEmptied(heap: Heap, objects: ObjectSet): void {
  for (let i = 0; i < objects.length; i++) {
    const id = objects[i] ?? -1;
    if (itemAt(heap, id)?.isFilled && !heap.emptied.has(id)) {
      addTo(heap, heap.emptied, id);
    }
  }
}

/** Methods of lists, sets and dicts that take nothing out. */
export const isAdding = remember(method =>
  /^(?:append(?:left)?|extend(?:left)?|insert|add|update|setdefault|sort|reverse)$/.test(
    method
  )
);

/** What is given to code that nobody sees may be empty from then on. */
export function giveAway(
  { heap }: World,
  args: readonly { readonly value: Abstract }[],
  path = ''
): void {
  for (let i = 0; i < args.length; i++) {
    const objects = args[i]?.value.objects ?? NOTHING;
    if (objects.length > 0 && !leavesAlone(path)) {
      letGo(heap, objects);
    }
  }
}

/** What an object of a library keeps may be empty behind any of its methods. */
export function giveAwayKept({ heap }: World, { id, path, holds }: Item): void {
  if (!isEmpty(holds) && !leavesAlone(path)) {
    letGo(heap, [id]);
  }
}

function letGo(heap: Heap, objects: ObjectSet): void {
  for (const { id, isFilled, kind, related } of reachedFrom(heap, objects)) {
    if (isFilled) {
      noteEmptied(heap, [id]);
    } else if (kind === 'bound') {
      noteEmptied(heap, related);
    }
  }
}

/** True for a function of which all is known that it changes. */
const leavesAlone = remember(path =>
  /^(?:builtins|copy|decimal|itertools|functools|json|math|os|pprint|random|re|statistics|sys|numpy|pandas|matplotlib|seaborn|sklearn)\./.test(
    path
  )
);
