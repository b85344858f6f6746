import { namesDrawing } from '../../library/drawings';
import { figureUse } from '../../library/figures';
import type { Call } from '../calls/calls';
import { setFirst, setKey } from '../heap/journal';
import { itemsOf } from '../heap/objects';
import { NOTHING, toSet, union, type ObjectSet } from '../heap/sets';
import { PRELUDE, type Site } from '../heap/versions';
import { change } from '../values/changes';
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
    setKey(w.heap, w.states, KEY, { by, site, part: null });
    setFirst(w.heap, w.step.stateWrites, KEY, site, w.step.log);
  }
}

/** `df.plot(ax=ax)`, `sns.histplot(x, ax=ax)`: what is drawn on changes. */
export function drawOn(w: World, { args, site }: Call): void {
  const drawings = drawnOn(w, args);
  if (drawings.length > 0) {
    change(w, drawings, site);
  }
}

/** The drawings among the arguments of a call that tell it where to draw. */
export function drawnOn(w: World, args: Call['args']): ObjectSet {
  let found = NOTHING;
  for (const { name, value } of args) {
    if (namesDrawing(name)) {
      const items = itemsOf(w.heap, value.objects);
      const drawings = items.filter(({ origin }) => origin.isDrawing);
      found = union(found, toSet(drawings.map(({ id }) => id)));
    }
  }
  return found;
}
