import { onlyReads } from '../../library/file-uses';
import { FILES } from '../heap/effects';
import { hasState, touchState } from './states';
import { noteFile } from './files';
import type { Site } from '../heap/versions';
import { PRELUDE } from '../heap/versions';
import type { World } from '../world';

/** A module is imported: where it may lie in the workspace, and where Python looks for it. */
export function noteModule(w: World, module: string, site: Site): void {
  const file = `${module.replace(/^\.+/, '').replaceAll('.', '/')}.py`;
  w.heap.run.keys.add(FILES);
  const isOwn = w.files.some(({ key, mode }) => {
    const name = key === file || key.endsWith(`/${file}`);
    return name && !onlyReads(mode);
  });
  if (w.maker > PRELUDE && hasState(w, 'proc:sys.path')) {
    touchState(w, { key: 'proc:sys.path', mode: 'read' }, site, false);
  }
  if (isOwn) {
    const found = w.files.find(
      ({ key }) => key === file || key.endsWith(`/${file}`)
    );
    if (found) {
      noteFile(w, found.key, 'read', site);
    }
  }
}
