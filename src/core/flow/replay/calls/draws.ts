import { reachOf } from '../heap/holding';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import { toSet } from '../heap/sets';
import type { Site } from '../heap/versions';
import { noteDrawing } from '../process/differing';
import { touchState } from '../process/states';
import { change } from '../values/changes';
import type { World } from '../world';
import { type Call } from './calls';

/** Estimators without a `random_state` draw from the generator that all share. */
export function drawIfRandom(w: World, item: Item, { site }: Call): void {
  const reached = itemsOf(w.heap, [...reachOf(w.heap, [item.id])]);
  if (reached.some(({ text }) => text === 'random')) {
    drawFromNumpy(w, 'fit', site);
  }
  const own = reached.filter(
    one => one !== item && one.origin.isGenerator && one.kind === 'plain'
  );
  change(w, toSet(own.map(({ id }) => id)), site);
}

/** Position of `random_state` among the arguments of `sample`. */
const RANDOM_STATE = 4;

/** True for a call that is told what to draw from. */
export function hasGenerator({ args }: Call): boolean {
  return args.some(
    ({ name }, i) =>
      name === 'random_state' || (name === null && i === RANDOM_STATE)
  );
}

/** Draws from the generator that all of NumPy shares. */
export function drawFromNumpy(w: World, method: string, site: Site): void {
  noteDrawing(w, 'rng:numpy', method);
  touchState(w, { key: 'rng:numpy', mode: 'read' }, site, false);
  touchState(w, { key: 'rng:numpy', mode: 'write' }, site, false);
}
