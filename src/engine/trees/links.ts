import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import { type Layout, linksFile } from '../store/layout';
import { onDisk, targetIn } from './names';

/** A link of a copied folder, with the target that is written in the copy and in the original. */
export interface CopiedLink {
  /** Relative to the folder. */
  readonly path: string;
  readonly copied: string;
  readonly written: string;
}

/** A link as a copy of the folder needs it: into the copy, or to where it points outside. */
export async function copiedLink(
  root: string,
  path: string
): Promise<CopiedLink> {
  const written = await targetIn(onDisk(root, path));
  const folder = dirname(join(root, path));
  const target = resolve(folder, written);
  const isInside = target === root || target.startsWith(root + sep);
  const inside = relative(folder, target) || '.';
  const kept = isInside && !leaves(root, folder, written) ? written : inside;
  return { path, copied: isInside ? kept : target, written };
}

/** True where the way to a target leads out of the root, be it back into it. */
function leaves(root: string, folder: string, target: string): boolean {
  let place = folder;
  const steps = isAbsolute(target) ? ['/'] : target.split('/');
  return steps.some(step => {
    place = resolve(place, step);
    return place !== root && !place.startsWith(root + sep);
  });
}

/** Remembers, as long as the run is kept, which links of its folders were written otherwise. */
export async function keepLinks(
  layout: Layout,
  run: string,
  links: readonly CopiedLink[]
): Promise<void> {
  const file = linksFile(layout, run);
  await (links.length === 0
    ? rm(file, { force: true })
    : writeFile(file, JSON.stringify(links)));
}

/** What {@link keepLinks} kept. */
export async function keptLinks(
  layout: Layout,
  run: string
): Promise<readonly CopiedLink[]> {
  const text = await readFile(linksFile(layout, run), 'utf8').catch(() => '[]');
  return JSON.parse(text) as CopiedLink[];
}
