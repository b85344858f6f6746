import { namesListed } from '../../../messages/dynamic';
import { itemAt } from '../heap/objects';
import type { ObjectSet } from '../heap/sets';
import type { Site } from '../heap/versions';
import { whereOf } from '../places';
import { reportOnce, type World } from '../world';

/** True when what `globals()` gives is among these. */
export function hasNamespace(w: World, objects: ObjectSet): boolean {
  for (const id of objects) {
    if (itemAt(w.heap, id)?.kind === 'namespace') {
      return true;
    }
  }
  return false;
}

/** All names of the notebook are asked for (DF602); a step has only those that it uses. */
export function noteListing(w: World, call: string, site: Site): void {
  if (w.step) {
    reportOnce(w, `DF602 ${site.cell} ${site.at.start}`, () =>
      namesListed(whereOf(w.notebook, site), call)
    );
  }
}
