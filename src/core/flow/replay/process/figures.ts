import { figureUse } from '../../library/figures';
import { setFirst, setKey } from '../heap/journal';
import { PRELUDE, type Site } from '../heap/versions';
import type { World } from '../world';
import { touchState } from './states';

const KEY = 'fig:current';

/**
 * A call may draw into the figure that pyplot has at hand, ask for it or be done with it. Drawing
 * begins a new one in each step, as it does in each cell of a notebook that shows its figures.
 */
export function noteFigure(w: World, path: string, site: Site): void {
  const use = figureUse(path);
  if (use === null) {
    return;
  }
  if (use !== 'draws') {
    touchState(w, { key: KEY, mode: 'read' }, site, true);
  }
  const by = use === 'ends' ? PRELUDE : w.maker;
  if (use !== 'asks' && w.step) {
    setKey(w.heap, w.states, KEY, { by, site });
    setFirst(w.heap, w.step.stateWrites, KEY, site);
  }
}
