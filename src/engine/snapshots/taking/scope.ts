import type { Layout } from '../../store/layout';
import { apartIn } from '../../trees/apart';
import { IGNORED_NAMES } from '../../trees/ignored';
import { type CopiedLink, keptLinks } from '../../trees/links';
import { pathText } from '../../trees/names';

/** What of a folder a snapshot holds; equal for taking one, comparing and restoring. */
export interface CaptureOptions {
  /** In the syntax of gitignore. */
  readonly rules: readonly string[];
  /** Folders that belong to the place and not to the work, relative to the root. */
  readonly external: readonly string[];
  /** Links of a copied folder that are taken as the original has them. */
  readonly links?: readonly CopiedLink[];
}

/**
 * Leaves out what a run does not see either: tools' caches, history, environments, and folders
 * that snapshots were opened into.
 */
export async function captureOptions(root: string): Promise<CaptureOptions> {
  return {
    rules: IGNORED_NAMES.map(name => `**/${name}`),
    external: await apartIn(root)
  };
}

/** The same for a folder in which steps of a run work, with links as the workspace has them. */
export async function copyOptions(
  folder: string,
  layout: Layout,
  run: string
): Promise<CaptureOptions> {
  const known = await keptLinks(layout, run);
  const links = known.map(({ path, copied, written }) => ({
    path: pathText(path),
    copied: pathText(copied),
    written: pathText(written)
  }));
  return { ...(await captureOptions(folder)), links };
}
