import type { Diagnostic } from '../../diagnostic';
import { resultByName } from '../../messages/dynamic';
import { nameDeleted, nameUncertain, starImport } from '../../messages/names';
import { stepResumed } from '../../messages/tags';
import { resumedFixes } from '../fixes/cells';
import { defineBefore, keepValue, nameResult } from '../fixes/statements';
import { whereOf } from '../replay/places';
import { boundness, PRELUDE, type Version } from '../replay/heap/versions';
import type { StepRecord, Use, World } from '../replay/world';

/** Names that may be missing when a step reads them (DF302, DF305, DF604). */
export function reportUses(w: World, diagnostics: Diagnostic[]): void {
  for (const step of w.steps) {
    for (const use of step.uses.values()) {
      const found = reportUse(w, use);
      if (found) {
        diagnostics.push(found);
      }
    }
    reportLaterChanges(w, step, diagnostics);
  }
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
    return resultByName(where, name, makerName(w, version), fixes);
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
    const other = entry.by < 0 ? undefined : w.steps[entry.by];
    const final = other?.finals.get(name);
    if (
      other &&
      final &&
      final.order > entry.order &&
      final.form !== 'display'
    ) {
      diagnostics.push(
        stepResumed(
          whereOf(w.notebook, final.site),
          { step: other.name, other: step.name, name, verb: 'changes' },
          whereOf(w.notebook, site),
          resumedFixes(w, final.site, other.name)
        )
      );
    }
  }
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
