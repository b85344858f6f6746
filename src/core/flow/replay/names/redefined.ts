import { moveAboveSteps } from '../../fixes/cells';
import { moveToStep } from '../../fixes/statements';
import { preludeRedefines } from '../../../messages/tags';
import type { Name } from '../../../python/facts/types';
import { reach } from '../heap/logs';
import { PARAMETERS, PRELUDE, type Version } from '../heap/versions';
import { whereOf } from '../places';
import { type StepRecord } from '../records';
import { reportOnce, type World } from '../world';

/** A name of a prelude cell that steps above saw with another meaning. */
export function checkPrelude(w: World, version: Version): void {
  const { previous, site } = version;
  if (w.maker !== PRELUDE || !previous || previous.site.cell === site.cell) {
    return;
  }
  reportRedefined(w, version, previous);
}

function reportRedefined(w: World, version: Version, previous: Version): void {
  const { name, site } = version;
  w.heap.run.needsAll = true;
  w.steps.forEach(({ log }) => reach(w.heap, log));
  const reader = w.steps.find(
    step => step.finals.get(name) ?? isMentioned(w, step, name)
  );
  if (
    reader &&
    previous.by !== PARAMETERS &&
    !isSameImport(previous, version)
  ) {
    reportOnce(w, `DF109 ${name} ${site.cell}`, () =>
      preludeRedefines(
        whereOf(w.notebook, site),
        name,
        reader.name,
        whereOf(w.notebook, previous.site),
        [...moveAboveSteps(w, site), ...moveToStep(w, site)]
      )
    );
  }
}

/** True when a cell of the step reads the name. */
function isMentioned(w: World, step: StepRecord, name: Name): boolean {
  return w.cells.some(
    ({ run }, i) => w.byCell[i] === step && run.mentioned.includes(name)
  );
}

function isSameImport(a: Version, b: Version): boolean {
  const [x] = a.value.objects;
  const [y] = b.value.objects;
  return a.form === 'import' && b.form === 'import' && x === y;
}
