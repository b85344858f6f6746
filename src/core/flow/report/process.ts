import type { Diagnostic } from '../../diagnostic';
import {
  figureUsed,
  fileUsed,
  randomContinues,
  randomUnseeded,
  seedRepeated,
  stateUsed
} from '../../messages/process';
import { stepResumed } from '../../messages/tags';
import { onlyReads } from '../library/file-uses';
import { mergeSteps, resumedFixes } from '../fixes/cells';
import { seedAgain, seedHere } from '../fixes/process';
import { isCarried } from '../library/state';
import { fileArrows, type FileArrow } from '../order/file-order';
import { whereOf } from '../replay/places';
import { ANYTHING } from '../replay/heap/values';
import { PRELUDE } from '../replay/heap/versions';
import type { StateAccess, StepRecord } from '../replay/records';
import type { World } from '../replay/world';
import { reportPatches } from './patches';

/** What steps share besides variables: process state, files, modules. */
export function reportProcess(w: World, diagnostics: Diagnostic[]): void {
  for (const step of w.steps) {
    for (const access of step.states.values()) {
      const found =
        reportResumed(w, step, access) ?? reportState(w, step, access);
      if (found) {
        diagnostics.push(found);
      }
    }
  }
  for (const [key, site] of w.draws) {
    const where = whereOf(w.notebook, site);
    diagnostics.push(randomUnseeded(where, seedHere(w, key, site)));
  }
  fileArrows(w.files).forEach(arrow => diagnostics.push(reportFile(w, arrow)));
  reportPatches(w, diagnostics);
}

/** State that a step finds, or leaves, below another step that runs after it as a whole (DF104). */
function reportResumed(
  w: World,
  step: StepRecord,
  access: StateAccess
): Diagnostic | null {
  const { key, site, from, seed } = access;
  const last = w.states.get(key);
  if (key === 'fig:current' || (key.startsWith('rng:') && !seed)) {
    return null;
  }
  const name = key.replace(/^\w+:/, '');
  const other = nameOf(w, access);
  if (from > step.index) {
    const cause = w.steps[from]?.stateWrites.get(key) ?? site;
    return stepResumed(
      whereOf(w.notebook, site),
      { step: step.name, other, name, verb: 'reads' },
      whereOf(w.notebook, cause)
    );
  }
  return last?.by === from && last.site.cell > site.cell
    ? stepResumed(
        whereOf(w.notebook, last.site),
        { step: other, other: step.name, name, verb: 'changes' },
        whereOf(w.notebook, site)
      )
    : null;
}

function reportState(
  w: World,
  step: StepRecord,
  access: StateAccess
): Diagnostic | null {
  const { key, site, seed } = access;
  const earlier = nameOf(w, access);
  if (key === 'fig:current') {
    const cause = w.steps[access.from]?.stateWrites.get(key) ?? site;
    return isInline(w)
      ? null
      : figureUsed(
          whereOf(w.notebook, site),
          step.name,
          earlier,
          whereOf(w.notebook, cause),
          mergeSteps(w, w.steps[access.from], step)
        );
  }
  if (!key.startsWith('rng:')) {
    return settingsUsed(w, step, access);
  }
  if (!seed) {
    return null;
  }
  if (seed.by === PRELUDE) {
    return seedRepeated(
      whereOf(w.notebook, seed.site),
      step.name,
      earlier,
      seedAgain(w, step, access)
    );
  }
  const cause = w.steps[access.from]?.stateWrites.get(key) ?? seed.site;
  return randomContinues(
    whereOf(w.notebook, site),
    step.name,
    earlier,
    { key, isCarried: isCarried(key) },
    whereOf(w.notebook, cause),
    seedAgain(w, step, access)
  );
}

/** Figures shown in the notebook are closed at the end of their cell. */
function isInline({ notebook }: World): boolean {
  return notebook.cells.some(({ cell: { source } }) =>
    /^%matplotlib\s+inline/m.test(source)
  );
}

function settingsUsed(
  w: World,
  step: StepRecord,
  access: StateAccess
): Diagnostic {
  const { key, site } = access;
  const cause = w.steps[access.from]?.stateWrites.get(key) ?? site;
  return stateUsed(
    whereOf(w.notebook, site),
    step.name,
    nameOf(w, access),
    { key, isCarried: isCarried(key) },
    whereOf(w.notebook, cause)
  );
}

function nameOf(w: World, { from }: StateAccess): string {
  return w.steps[from]?.name ?? '';
}

function reportFile(w: World, { from, to, earlier, later }: FileArrow) {
  const first = w.steps[from]?.name ?? '';
  const second = w.steps[to]?.name ?? '';
  const where = whereOf(w.notebook, later.site);
  if (from > to) {
    return stepResumed(
      where,
      { step: second, other: first, name: later.key, verb: 'reads' },
      whereOf(w.notebook, earlier.site),
      resumedFixes(w, later.site, second)
    );
  }
  const isRead = onlyReads(later.mode);
  const file = later.key.replaceAll(ANYTHING, '…');
  const cause = whereOf(w.notebook, earlier.site);
  return fileUsed(where, second, first, { path: file, isRead }, cause);
}
