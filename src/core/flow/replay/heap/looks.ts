import type { Looks } from './changes';
import { createRun } from './journal';
import { beginRun, type Heap, type Item } from './heap';
import { note } from './objects';

/**
 * What an action looked at that writes nothing: `names`, `objects`, and whether that is all.
 */
export function looksOf<T>(
  heap: Heap,
  action: () => T
): { readonly value: T; readonly looks: Looks } {
  const { run: outer } = heap;
  const run = createRun(heap.items.length);
  beginRun(heap, run);
  const value = action();
  // The run around it notes what is looked at from here on, also once more.
  heap.run = outer;
  heap.stamp++;
  const { names, objects, held, needsAll } = run;
  const looks = { names, objects, needsAll: needsAll || held.length > 0 };
  return { value, looks };
}

/** Objects that were looked at before are looked at again. */
export function noteAll(heap: Heap, items: readonly Item[]): void {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item) {
      note(heap, item);
    }
  }
}
