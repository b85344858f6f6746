import { remember } from './remember';

/** What a call does to the figure that pyplot has at hand. */
export type FigureUse = 'draws' | 'asks' | 'ends' | null;

const ASKING =
  /^matplotlib\.pyplot\.(?:gcf|gca|savefig|title|suptitle|legend|xlabel|ylabel)$/;
const ENDING = /^matplotlib\.pyplot\.(?:show|close|clf)$/;
const DRAWING =
  /^(?:matplotlib\.pyplot\.|seaborn\.|.*(?:plot|draw|hist|heatmap|show|display|from_estimator|from_predictions|dendrogram)\w*$)/i;

/** By the qualified name of what is called. */
export const figureUse = remember((path): FigureUse => {
  if (ASKING.test(path)) {
    return 'asks';
  }
  if (ENDING.test(path)) {
    return 'ends';
  }
  return DRAWING.test(path) ? 'draws' : null;
});
