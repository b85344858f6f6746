import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import * as messages from '../../messages';
import { Refusal } from '../../refusal';
import { layoutOf } from '../../store/layout';

/** Folders looked into before a search gives up. */
const MOST_FOLDERS = 20_000;

/** Folders of programs, where nobody keeps notebooks. */
const SKIPPED = new Set(['node_modules', 'site-packages', '__pycache__']);

/**
 * The workspace whose store has the snapshot of a link: `first`, else one in the served folder.
 * A link names no folder, and who follows it may be anywhere. Null when none is found.
 */
export async function holderOf(
  url: string,
  first: string,
  root: string
): Promise<string | null> {
  if (url.startsWith('snap+')) {
    return first; // its store is elsewhere
  }
  const digest = /sha256:([0-9a-f]{64})/.exec(url)?.[1];
  if (digest === undefined || has(first, digest)) {
    return first;
  }
  // Near folders first; a list that grows while it is walked.
  const folders = [root];
  for (const folder of folders) {
    if (has(folder, digest)) {
      return folder;
    }
    if (folders.length < MOST_FOLDERS) {
      folders.push(...(await within(folder)));
    }
  }
  return null;
}

/**
 * A URL without the options that say what to do with it. A link to a snapshot that lies elsewhere
 * stands for its copy once that was fetched; before, it is refused.
 */
export function plainUrl(wanted: string, workspace: string): string {
  const [plain = ''] = wanted.split(/[?#]/);
  if (!wanted.startsWith('snap+')) {
    return plain;
  }
  const digest = /#sha256:([0-9a-f]{64})/.exec(wanted)?.[1];
  if (digest === undefined || !has(workspace, digest)) {
    throw new Refusal(messages.notHere(wanted));
  }
  return `sha256:${digest}`;
}

function has(workspace: string, digest: string): boolean {
  const { snapshots } = layoutOf(workspace);
  return existsSync(join(snapshots, 'snapshots', `${digest}.json`));
}

async function within(folder: string): Promise<readonly string[]> {
  // One that may not be read has nothing for us.
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    () => []
  );
  return entries
    .filter(entry => entry.isDirectory() && !isSkipped(entry.name))
    .map(({ name }) => join(folder, name));
}

function isSkipped(name: string): boolean {
  return name.startsWith('.') || SKIPPED.has(name);
}
