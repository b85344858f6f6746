import type { Diagnostic } from '../../diagnostic';
import { modulePatched } from '../../messages/process';
import { mergeSteps } from '../fixes/cells';
import { patchAgain } from '../fixes/process';
import type { Place } from '../../python/tree/tree';
import { whereOf } from '../replay/places';
import { lookedAtIn } from './local-modules';
import type { Site } from '../replay/heap/versions';
import type { Patch } from '../replay/process/patches';
import type { StepRecord } from '../replay/records';
import type { World } from '../replay/world';

/** Library things changed by one step and used by a later one (DF505). */
export function reportPatches(w: World, diagnostics: Diagnostic[]): void {
  for (const patch of w.patched.values()) {
    const { by, site, text } = patch;
    const uses = w.steps.flatMap(step => useOf(w, step, patch) ?? []);
    const users = uses.map(({ step }) => step);
    const [first] = uses;
    if (first && by >= 0) {
      const { step: user, site: use } = first;
      const fixes = [
        ...patchAgain(w, site, users),
        ...mergeSteps(w, w.steps[by], user)
      ];
      const where = whereOf(w.notebook, site);
      const used = whereOf(w.notebook, use);
      diagnostics.push(modulePatched(where, text, user.name, used, fixes));
    }
  }
}

/** A step that uses what was changed, and where. */
interface PatchUse {
  readonly step: StepRecord;
  readonly site: Site;
}

/** A step below that gets the changed thing from above, or speaks of what was changed in it. */
function useOf(
  w: World,
  step: StepRecord,
  { by, item, path, words }: Patch
): PatchUse | null {
  if (step.index <= by) {
    return null;
  }
  const site = spokenOf(w, step, words);
  const use = [...step.uses.values()].find(
    ({ version }) => item !== null && version.value.objects.includes(item)
  );
  const found = site ?? use?.site ?? lookedAtIn(w, step.index, path);
  return found ? { step, site: found } : null;
}

function spokenOf(
  w: World,
  step: StepRecord,
  words: readonly string[]
): Site | null {
  for (const [cell, { cell: code }] of w.notebook.cells.entries()) {
    const at = w.byCell[cell] === step ? placeIn(code.source, words) : null;
    if (at) {
      return { cell, at };
    }
  }
  return null;
}

function placeIn(source: string, words: readonly string[]): Place | null {
  for (const word of words) {
    const found = source.includes(word)
      ? new RegExp(`(?<![\\w])${quoted(word)}(?!\\w)`).exec(source)
      : null;
    if (found) {
      return { start: found.index, end: found.index + word.length };
    }
  }
  return null;
}

function quoted(word: string): string {
  return word.replace(/[^\w]/g, '\\$&');
}
