import { reachedFrom } from '../heap/holding';
import { isEmpty } from '../heap/members';
import { type Item } from '../heap/heap';
import { lessSure } from '../names/binds';
import type { World } from '../world';
import { applyFunction, applyOwned } from './apply';
import { findMethod } from './classes';

/** Values that library calls keep functions or instances in may call them in any method. */
export function callInside(w: World, item: Item, method: string): void {
  if ((!item.isOpaque && item.kind !== 'iterator') || isEmpty(item.holds)) {
    return;
  }
  const { certainty } = w;
  w.certainty = lessSure(certainty, 'loop');
  for (const held of reachedFrom(w.heap, [item.id])) {
    if (held !== item) {
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
