import { cellHash } from '../../notebook/learned';
import type { Notebook } from '../../notebook/types';
import { remember } from '../library/remember';
import { currentVersion } from './names/binds';
import { change } from './values/changes';
import type { Site } from './heap/versions';
import type { World } from './world';

const hashOf = remember(cellHash);
const NONE: readonly string[] = [];

/** Variables that a cell of this source was seen to change in a run. */
export function learnedOf(
  { settings: { learned } }: Notebook,
  source: string
): readonly string[] {
  return learned ? (learned[hashOf(source)] ?? NONE) : NONE;
}

/** When a cell ends, what it was seen to change has changed. */
export function changeLearned(w: World, site: Site): void {
  const source = w.notebook.cells[site.cell]?.cell.source ?? '';
  for (const name of learnedOf(w.notebook, source)) {
    change(w, currentVersion(w, name)?.value.objects ?? [], site);
  }
}
