import { figureContinued } from '../../messages/flow';
import { whereOf } from './places';
import { PRELUDE, type Site } from './versions';
import { reportOnce, type World } from './world';

/** Matplotlib's current figure: one step's figure is not there in another. */
export function touchFigure(
  w: World,
  path: string,
  use: 'draw' | 'show' | 'open',
  site: Site
): void {
  const { step } = w;
  if (!step) {
    return;
  }
  const before = w.figure;
  if (
    use !== 'open' &&
    before !== null &&
    before !== step.index &&
    before > PRELUDE
  ) {
    const earlier = w.steps[before]?.name ?? '';
    const call = path.slice(path.lastIndexOf('.') + 1);
    reportOnce(w, `DF520 ${step.index}`, () =>
      figureContinued(whereOf(w.notebook, site), call, earlier)
    );
  }
  // What is shown is gone; what is only drawn stays current.
  w.figure = path.endsWith('.show') ? null : step.index;
}
