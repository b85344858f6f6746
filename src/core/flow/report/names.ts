import type { Diagnostic } from '../../diagnostic';
import { resultByName } from '../../messages/dynamic';
import { nameDeleted, nameUncertain, starImport } from '../../messages/names';
import { stepResumed } from '../../messages/tags';
import { resumedFixes } from '../fixes/cells';
import { defineBefore, keepValue, nameResult } from '../fixes/statements';
import type { Clash, Needs } from '../live/sharing';
import { whereOf } from '../replay/places';
import {
  boundness,
  foundBy,
  PRELUDE,
  type Maker,
  type Site,
  type Version
} from '../replay/heap/versions';
import type { StepRecord, Use } from '../replay/records';
import type { World } from '../replay/world';

/**
 * Names that may be missing when a step reads them (DF302, DF305, DF604). `quiet` remembers the
 * steps of this world that have none, as most do.
 */
export function reportUses(
  w: World,
  needs: readonly Needs[],
  quiet: Set<number>,
  diagnostics: Diagnostic[]
): void {
  const { behind } = w.changes;
  if (behind.isAll) {
    quiet.clear();
  }
  behind.steps.forEach(step => quiet.delete(step));
  const resumed = resumedSteps(w.steps);
  for (const step of w.steps) {
    if (!quiet.has(step.index) && !reportStep(w, step, diagnostics)) {
      quiet.add(step.index);
    }
    if (resumed.size > 0) {
      reportLaterChanges(w, step, diagnostics);
    }
  }
  for (const { clashes, step } of needs) {
    const left = resumed.has(step) ? clashesLeft(step) : [];
    const more = left.filter(
      ({ version }) => !needs.some(one => isAmong(one.clashes, version))
    );
    [...clashes, ...more].forEach(({ version, above }) => {
      diagnostics.push(changedBelow(w, version, above));
    });
  }
}

/** Steps with a cell below the first one of a step of a higher number; most notebooks have none. */
function resumedSteps(steps: readonly StepRecord[]): ReadonlySet<StepRecord> {
  const resumed = new Set<StepRecord>();
  let above = Infinity;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (step && step.last > above) {
      resumed.add(step);
    }
    above = Math.min(above, step?.first ?? above);
  }
  return resumed;
}

function isAmong(clashes: readonly Clash[], version: Version): boolean {
  return clashes.some(one => one.version === version);
}

/**
 * Values of other steps that a step changes further down, where it has something older under their
 * name: that is what it leaves under it.
 */
function clashesLeft(step: StepRecord): Clash[] {
  const finals = step.finals.current().sort((a, b) => a.order - b.order);
  return finals.flatMap(version => {
    const { name, by } = version;
    const found = foundBy(version);
    if (!found || found.by <= by) {
      return [];
    }
    const use = step.uses.get(name);
    const isOlder = use
      ? use.entry.order < found.order
      : hasBoundAbove(found, by);
    return isOlder ? [{ version, above: found.site }] : [];
  });
}

/** True where the maker has bound the name above. */
function hasBoundAbove(version: Version, by: Maker): boolean {
  let next: Version | null = version;
  while (next && next.by !== by) {
    next = next.previous;
  }
  return next !== null;
}

/** True if there was something to report of the uses of a step. */
function reportStep(
  w: World,
  { uses }: StepRecord,
  diagnostics: Diagnostic[]
): boolean {
  const before = diagnostics.length;
  for (const use of uses.values()) {
    const found = reportUse(w, use);
    if (found) {
      diagnostics.push(found);
    }
  }
  return diagnostics.length > before;
}

function reportUse(w: World, use: Use): Diagnostic | null {
  const { name, version, site, isProbe } = use;
  const isDisplay = version.form === 'display';
  const bound = isDisplay ? 'bound' : boundness(version);
  // Places take a while to find, and almost all names are bound.
  if (isProbe || (bound === 'bound' && !isDisplay)) {
    return null;
  }
  const where = whereOf(w.notebook, site);
  if (bound === 'bound') {
    const fixes = nameResult(w, version, site);
    const shown = whereOf(w.notebook, version.site);
    return resultByName(where, name, makerName(w, version), shown, fixes);
  }
  const cause = whereOf(w.notebook, version.site);
  return bound === 'unbound'
    ? nameDeleted(
        where,
        name,
        makerName(w, version),
        cause,
        keepValue(w, version)
      )
    : nameUncertain(where, name, cause, defineBefore(w, version));
}

function makerName(w: World, { by }: Version): string {
  return w.steps[by]?.name ?? '';
}

/** A step that changes, in a cell further down, what another one used in between (DF104). */
function reportLaterChanges(
  w: World,
  step: StepRecord,
  diagnostics: Diagnostic[]
): void {
  for (const { name, entry, site } of step.uses.values()) {
    const maker = w.steps[entry.by];
    if (!maker || maker.last < site.cell) {
      continue;
    }
    const final = maker.finals.get(name);
    if (final && final.order > entry.order && final.form !== 'display') {
      diagnostics.push(changedBelow(w, final, site));
    }
  }
}

function changedBelow(
  w: World,
  { name, by, site }: Version,
  above: Site
): Diagnostic {
  const step = w.steps[by]?.name ?? '';
  const other = w.byCell[above.cell]?.name ?? '';
  return stepResumed(
    whereOf(w.notebook, site),
    { step, other, name, verb: 'changes' },
    whereOf(w.notebook, above),
    resumedFixes(w, site, step)
  );
}

/** Names taken from `from m import *` (DF307). */
export function reportStars(w: World, diagnostics: Diagnostic[]): void {
  for (const { taken, site, module, by } of w.stars) {
    if (taken.size > 0) {
      const where = whereOf(w.notebook, site);
      diagnostics.push(starImport(where, module, [...taken], by === PRELUDE));
    }
  }
}
