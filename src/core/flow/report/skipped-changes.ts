import { changeSkipped } from '../../messages/names';
import { isStepWithoutSkip } from '../fixes/cells';
import type { Version } from '../replay/heap/versions';
import { whereOf } from '../replay/places';
import { type StepRecord } from '../replay/records';
import { reportOnce, type World } from '../replay/world';

/** Changes by cells that do not run, of values that a step reads afterwards. */
export function reportSkippedChanges(w: World): void {
  for (const [name, { site, isNew, version }] of w.skipped) {
    if (isNew || !version || w.notebook.cells[site.cell]?.role !== 'skip') {
      continue;
    }
    const reader = w.steps.find(step =>
      readsAfter(step, name, version, site.cell)
    );
    const use = reader?.uses.get(name);
    if (use) {
      const maker = w.steps[version.by]?.name ?? 'the imports';
      reportOnce(w, `DF304 ${name} ${site.cell}`, () =>
        changeSkipped(
          whereOf(w.notebook, site),
          { name, step: maker },
          whereOf(w.notebook, use.site),
          isStepWithoutSkip(w.notebook, site.cell)
        )
      );
    }
  }
}

function readsAfter(
  step: StepRecord,
  name: string,
  version: Version,
  cell: number
): boolean {
  const use = step.uses.get(name);
  return (
    use !== undefined &&
    use.entry.order === version.order &&
    use.site.cell > cell
  );
}
