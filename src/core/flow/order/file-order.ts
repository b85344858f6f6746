import type { FileMode } from '../library/files';
import type { FileAccess } from '../replay/world';

/** Two steps that touch the same file, in notebook order of the accesses. */
export interface FileArrow {
  readonly from: number;
  readonly to: number;
  readonly earlier: FileAccess;
  readonly later: FileAccess;
}

/**
 * Pairs of accesses of one file, or of a folder and what lies in it, of which at least one
 * changes it. An arrow can go to a lower number where a step is resumed below another.
 */
export function fileArrows(files: readonly FileAccess[]): FileArrow[] {
  const arrows: FileArrow[] = [];
  const seen = new Set<string>();
  files.forEach((later, i) => {
    for (const earlier of files.slice(0, i)) {
      const isPair =
        earlier.step !== later.step &&
        touchSame(earlier, later) &&
        (changes(earlier.mode) || changes(later.mode));
      const key = `${earlier.step} ${later.step} ${later.key}`;
      if (isPair && !seen.has(key)) {
        seen.add(key);
        arrows.push({ from: earlier.step, to: later.step, earlier, later });
      }
    }
  });
  return arrows;
}

function changes(mode: FileMode): boolean {
  return mode === 'write' || mode === 'append' || mode === 'folder';
}

function touchSame(a: FileAccess, b: FileAccess): boolean {
  return a.key === b.key
    ? !(a.mode === 'folder' && b.mode === 'folder')
    : isWithin(a, b) || isWithin(b, a);
}

/** A folder made, listed or removed, and a file in it. */
function isWithin(folder: FileAccess, file: FileAccess): boolean {
  const isFolder = folder.mode === 'folder' || folder.mode === 'list';
  return (
    isFolder && (folder.key === '.' || file.key.startsWith(`${folder.key}/`))
  );
}
