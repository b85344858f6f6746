import type { TranslationBundle } from '@jupyterlab/translation';

import type { FileChange, SnapshotDiff } from '../../../core/api/types';
import { formatBytes } from '../../../core/view';
import { namesOf } from '../names';

/** What opening does to a file, as one letter that people know from version control. */
export function changeLetter(change: FileChange['change']): string {
  return { new: 'A', changed: 'M', deleted: 'D' }[change];
}

/** What opening does to a file, in a word. */
export function changeWord(
  change: FileChange['change'],
  trans: TranslationBundle
): string {
  switch (change) {
    case 'new':
      return trans.__('written');
    case 'changed':
      return trans.__('changed');
    case 'deleted':
      return trans.__('removed');
  }
}

/** How a file is left as it is: one that is not there stays away. */
export function keepWords(
  change: FileChange['change'],
  trans: TranslationBundle
): Readonly<Record<'label' | 'done' | 'title', string>> {
  return change === 'new'
    ? {
        label: trans.__('Leave out'),
        done: trans.__('Left out'),
        title: trans.__('Do not write the file')
      }
    : {
        label: trans.__('Keep it'),
        done: trans.__('Kept'),
        title: trans.__('Leave the file as it is now')
      };
}

/** Sizes of a file on both sides of a change. */
export function sizeWords(
  { before, after }: FileChange,
  trans: TranslationBundle
): string {
  if (before === null || after === null) {
    return inOneLine(after ?? before ?? 0);
  }
  const [from, to] = [inOneLine(before), inOneLine(after)];
  return from === to ? to : trans.__('%1 → %2', from, to);
}

/** A number stays with its unit where a line ends between two sizes. */
function inOneLine(bytes: number): string {
  return formatBytes(bytes).replaceAll(' ', '\u00a0');
}

/** What looks like a secret and goes, and where it stays; empty where there is none. */
export function lostSecretWords(
  { secrets = [] }: SnapshotDiff,
  kept: ReadonlySet<string>,
  trans: TranslationBundle
): string {
  const lost = secrets.filter(path => !kept.has(path));
  return lost.length === 0
    ? ''
    : trans._n(
        'Removed or written over, though it looks like a secret: %2. The snapshot that is taken first has it.',
        'Removed or written over, though they look like secrets: %2. The snapshot that is taken first has them.',
        lost.length,
        namesOf(lost, trans)
      );
}

/** How many files are written and removed: "Writes 2 files, removes 1". */
export function effectWords(
  { items, total }: SnapshotDiff,
  kept: ReadonlySet<string>,
  trans: TranslationBundle
): string {
  const done = items.filter(({ path }) => !kept.has(path));
  const removed = done.filter(({ change }) => change === 'deleted').length;
  if (items.length < total) {
    return trans._n('Changes %1 file', 'Changes %1 files', total - kept.size);
  }
  const written = done.length - removed;
  if (written + removed === 0) {
    return trans.__('Changes no file');
  }
  if (removed === 0) {
    return trans._n('Writes %1 file', 'Writes %1 files', written);
  }
  return written === 0
    ? trans._n('Removes %1 file', 'Removes %1 files', removed)
    : trans._n(
        'Writes %1 file, removes %2',
        'Writes %1 files, removes %2',
        written,
        removed
      );
}
