import type { Diagnostic } from '../../diagnostic';
import { modulePatched } from '../../messages/process';
import { mergeSteps } from '../fixes/cells';
import { patchAgain } from '../fixes/process';
import { whereOf } from '../replay/places';
import type { Patch } from '../replay/process/patches';
import type { StepRecord, World } from '../replay/world';

/** Library things changed by one step and used by a later one (DF505). */
export function reportPatches(w: World, diagnostics: Diagnostic[]): void {
  for (const patch of w.patched.values()) {
    const { by, site, text } = patch;
    const users = w.steps.filter(step => isUser(w, step, patch));
    const [user] = users;
    if (user && by >= 0) {
      const fixes = [
        ...patchAgain(w, site, users),
        ...mergeSteps(w, w.steps[by], user)
      ];
      const where = whereOf(w.notebook, site);
      diagnostics.push(modulePatched(where, text, user.name, fixes));
    }
  }
}

/** A step below that gets the changed thing from above, or speaks of what was changed in it. */
function isUser(w: World, step: StepRecord, { by, item, words }: Patch) {
  return (
    step.index > by &&
    ([...step.uses.values()].some(
      ({ version }) => item !== null && version.value.objects.includes(item)
    ) ||
      sourcesOf(w, step).some(source => speaksOf(source, words)))
  );
}

function sourcesOf(w: World, step: StepRecord): readonly string[] {
  return w.notebook.cells.flatMap(({ cell: { source } }, i) =>
    w.byCell[i] === step ? [source] : []
  );
}

function speaksOf(source: string, words: readonly string[]): boolean {
  return words.some(word => {
    const at = source.indexOf(word);
    return (
      at >= 0 && new RegExp(`(?<![\\w])${quoted(word)}(?!\\w)`).test(source)
    );
  });
}

function quoted(word: string): string {
  return word.replace(/[^\w]/g, '\\$&');
}
