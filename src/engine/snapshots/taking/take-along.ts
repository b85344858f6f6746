import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join, posix } from 'node:path';

import type { SnapshotSummary } from '../../../core/api/types';
import * as messages from '../../messages';
import { nullIfRefused, Refusal } from '../../refusal';
import { replaceFile } from '../../store/objects';
import type { Snapshots } from '../snapshots';

type FolderItems = Awaited<ReturnType<Snapshots['folder']>>;

const IGNORE_FILE = '.snapshotignore';

/**
 * Takes a snapshot that has these paths, and later ones will have them too, though they would be
 * left out. Where it cannot be taken, or would be without one of them for all that, there is no
 * snapshot, and all rules are as they were.
 */
export async function withAlong(
  snapshots: Pick<Snapshots, 'folder' | 'remove'>,
  workspace: string,
  paths: readonly string[],
  take: () => Promise<SnapshotSummary>
): Promise<SnapshotSummary> {
  if (paths.length === 0) {
    return take();
  }
  const undo = await takeAlong(workspace, paths);
  try {
    const taken = await take();
    const absent = await absentIn(snapshots, taken, paths);
    if (absent.length > 0) {
      await snapshots.remove(taken.id);
      throw new Refusal(messages.stillLeftOut(absent));
    }
    return taken;
  } catch (reason) {
    await undo();
    throw reason;
  }
}

/** Puts rules back as they were. */
type Undo = () => Promise<void>;

/**
 * Takes paths along in later snapshots that would be left out, as likely secrets above all: adds
 * a line for each to the ignore file that has the last word on it. Refuses paths that are not
 * there.
 */
export async function takeAlong(
  workspace: string,
  paths: readonly string[]
): Promise<Undo> {
  const plain = await Promise.all(paths.map(path => checked(workspace, path)));
  const undos: Undo[] = [];
  for (const [folder, lines] of await linesByFolder(workspace, plain)) {
    undos.push(await addLines(join(workspace, folder, IGNORE_FILE), lines));
  }
  return async () => {
    await Promise.all(undos.map(undo => undo()));
  };
}

/** What another rule has kept out of a snapshot for all that. */
async function absentIn(
  snapshots: Pick<Snapshots, 'folder'>,
  { id }: Pick<SnapshotSummary, 'id'>,
  paths: readonly string[]
): Promise<readonly string[]> {
  const isThere = await Promise.all(
    paths.map(path => isListed(snapshots, id, normalOf(path)))
  );
  return paths.filter((_, index) => !isThere[index]);
}

async function isListed(
  snapshots: Pick<Snapshots, 'folder'>,
  id: string,
  path: string
): Promise<boolean> {
  const folder = posix.dirname(path);
  const inside = folder === '.' ? {} : { path: folder };
  for (let offset: number | null = 0; offset !== null;) {
    const page: FolderItems | null = await snapshots
      .folder(id, { ...inside, offset })
      // A folder above it is left out, and with it all that it holds.
      .catch(nullIfRefused);
    if (page?.items.some(item => item.path === path)) {
      return true;
    }
    offset = page?.next ?? null;
  }
  return false;
}

async function linesByFolder(
  workspace: string,
  paths: readonly string[]
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const path of paths) {
    const folder = decidingFolder(workspace, path);
    const below = posix.relative(folder, path);
    const line = await lineOf(join(workspace, path), below);
    found.set(folder, [...(found.get(folder) ?? []), line]);
  }
  return found;
}

/** The innermost folder above a path that has an ignore file, else the workspace itself. */
function decidingFolder(workspace: string, path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' || existsSync(join(workspace, folder, IGNORE_FILE))
    ? folder
    : decidingFolder(workspace, folder);
}

async function addLines(file: string, lines: readonly string[]): Promise<Undo> {
  const isNew = !existsSync(file);
  const text = await textOf(file);
  const known = new Set(text.split('\n'));
  const added = lines.filter(line => !known.has(line));
  if (added.length === 0) {
    return async () => undefined;
  }
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  const changed = `${text}${gap}${added.join('\n')}\n`;
  await replaceFile(file, changed);
  return async () => {
    // What somebody has written since is theirs.
    if ((await textOf(file)) === changed) {
      await (isNew ? fs.rm(file) : replaceFile(file, text));
    }
  };
}

function normalOf(path: string): string {
  return posix.normalize(path).replace(/\/$/, '');
}

async function checked(workspace: string, path: string): Promise<string> {
  const plain = normalOf(path);
  const isInside =
    !posix.isAbsolute(plain) && plain !== '.' && !/^\.\.(?:\/|$)/.test(plain);
  const stat = await fs.lstat(join(workspace, plain)).catch(() => null);
  if (!isInside || /[\r\n]/.test(plain) || stat === null) {
    throw new Refusal(messages.notTaken(path));
  }
  return plain;
}

/** The line that takes a path along, wherever else files of its name are left out. */
async function lineOf(file: string, below: string): Promise<string> {
  const isFolder = (await fs.lstat(file)).isDirectory();
  return `!/${escaped(below)}${isFolder ? '/' : ''}`;
}

/** As gitignore reads it: what means something there stands for itself. */
function escaped(path: string): string {
  return path
    .replace(/[\\*?[\]]/g, '\\$&')
    .replace(/ +$/, all => '\\ '.repeat(all.length));
}

async function textOf(file: string): Promise<string> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}
