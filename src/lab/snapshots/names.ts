import type { TranslationBundle } from '@jupyterlab/translation';

/** So many of the paths are named. */
const NAMED = 3;

/** A few of the paths, and how many others there are. */
export function namesOf(
  paths: readonly string[],
  trans: TranslationBundle,
  unlisted = 0
): string {
  const shown = paths.slice(0, NAMED).join(', ');
  const more = paths.length - NAMED + unlisted;
  return more > 0 ? trans.__('%1 and %2 more', shown, more) : shown;
}

/** Which links of a stranger's snapshot were not made. */
export function linksOutWords(
  paths: readonly string[],
  trans: TranslationBundle
): string {
  return trans._n(
    '%1 link points outside the folder and was left out: %2',
    '%1 links point outside the folder and were left out: %2',
    paths.length,
    namesOf(paths, trans)
  );
}
