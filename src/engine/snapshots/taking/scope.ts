import { apartIn } from '../../trees/apart';
import { IGNORED_NAMES } from '../../trees/ignored';

/** What of a folder a snapshot holds; equal for taking one, comparing and restoring. */
export interface CaptureOptions {
  /** In the syntax of gitignore. */
  readonly rules: readonly string[];
  /** Folders that belong to the place and not to the work, relative to the root. */
  readonly external: readonly string[];
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
