import { fileOutside } from '../../../messages/process';
import { preludeActs } from '../../../messages/tags';
import { moveToStep } from '../../fixes/statements';
import { fileKey } from '../../library/file-names';
import { type FileMode, onlyReads } from '../../library/file-uses';
import { UMASK } from '../../library/state';
import { FILES } from '../heap/effects';
import { pushTo } from '../heap/journal';
import type { Abstract } from '../heap/values';
import { whereOf } from '../places';
import { hasState, touchState } from './states';
import { PRELUDE, type Site } from '../heap/versions';
import { reportOnce, type World } from '../world';

/** A file is touched here. A path that nobody can know is reported where it is written. */
export function touchFile(
  w: World,
  path: Abstract,
  mode: FileMode,
  site: Site
): void {
  const text = path.text ?? path.partly ?? null;
  const key = text === null ? null : fileKey(text);
  if (text !== null) {
    if (key !== null) {
      noteFile(w, key, mode, site);
    }
    return;
  }
  if (w.step) {
    const step = w.step.index;
    pushTo(w.heap, w.unknownFiles, { site, step, reads: onlyReads(mode) });
  }
}

/** As `touchFile`, for a path that may be that of a folder into which a file comes. */
export function touchIn(
  w: World,
  folder: Abstract,
  file: Abstract | undefined,
  mode: FileMode,
  site: Site
): void {
  const name = file?.text?.split('/').at(-1);
  const isInside = folder.text !== null && !folder.text.startsWith('/');
  if (isInside && name) {
    const text = `${folder.text}/${name}`;
    touchFile(w, { objects: [], text }, mode, site);
  } else if (isInside) {
    touchFile(w, folder, 'folder', site);
  }
}

export function noteFile(
  w: World,
  key: string,
  mode: FileMode,
  site: Site
): void {
  if (w.replica) {
    w.replica.isImpure = true;
  }
  if (w.maker === PRELUDE && !onlyReads(mode)) {
    reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
      preludeActs(
        whereOf(w.notebook, site),
        `writing ${key}`,
        moveToStep(w, site)
      )
    );
  }
  if (!w.step) {
    return;
  }
  const isSure = w.certainty !== 'may';
  const step = w.step.index;
  pushTo(w.heap, w.files, { key, mode, step, site, isSure });
  if (!onlyReads(mode) && hasState(w, UMASK)) {
    touchState(w, { key: UMASK, mode: 'read' }, site, true);
  }
  if (!key.startsWith('/')) {
    touchState(w, { key: 'proc:cwd', mode: 'read' }, site, false);
  } else if (isMissedElsewhere(w, key)) {
    reportOnce(w, `DF512 ${key}`, () =>
      fileOutside(whereOf(w.notebook, site), key)
    );
  }
}

/**
 * True for a file outside the workspace that another machine will not have: scratch files are
 * missed only where a second step looks for them.
 */
function isMissedElsewhere(w: World, key: string): boolean {
  if (!key.startsWith('/tmp/')) {
    return !key.startsWith('/dev/');
  }
  w.heap.run.keys.add(FILES);
  const step = w.step?.index;
  return w.files.some(other => other.key === key && other.step !== step);
}
