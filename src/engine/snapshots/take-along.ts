import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join, posix } from 'node:path';

import type { SnapshotSummary } from '../../core/api/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import { replaceFile } from '../store/objects';
import type { Snapshots } from './snapshots';

type FolderItems = Awaited<ReturnType<Snapshots['folder']>>;

const IGNORE_FILE = '.snapshotignore';

/**
 * Takes paths along in this and later snapshots that would be left out, as likely secrets above
 * all: adds a line for each to the ignore file that has the last word on it. Refuses paths that
 * are not there.
 */
export async function takeAlong(
  workspace: string,
  paths: readonly string[]
): Promise<void> {
  if (paths.length === 0) {
    return;
  }
  const plain = await Promise.all(paths.map(path => checked(workspace, path)));
  for (const [folder, lines] of await linesByFolder(workspace, plain)) {
    await addLines(join(workspace, folder, IGNORE_FILE), lines);
  }
}

/** Refuses what another rule has kept out of a snapshot for all that. */
export async function mustHold(
  snapshots: Pick<Snapshots, 'folder'>,
  { id, url }: Pick<SnapshotSummary, 'id' | 'url'>,
  paths: readonly string[]
): Promise<void> {
  const isThere = await Promise.all(
    paths.map(path => isListed(snapshots, id, normalOf(path)))
  );
  const absent = paths.filter((_, index) => !isThere[index]);
  if (absent.length > 0) {
    throw new Refusal(messages.stillLeftOut(absent, url));
  }
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
      .catch(missing);
    if (page?.items.some(item => item.path === path)) {
      return true;
    }
    offset = page?.next ?? null;
  }
  return false;
}

/** A folder above it is left out, and with it all that it holds. */
function missing(reason: unknown): null {
  if (reason instanceof Refusal) {
    return null;
  }
  throw reason;
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

async function addLines(file: string, lines: readonly string[]): Promise<void> {
  const text = await textOf(file);
  const known = new Set(text.split('\n'));
  const added = lines.filter(line => !known.has(line));
  if (added.length === 0) {
    return;
  }
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  await replaceFile(file, `${text}${gap}${added.join('\n')}\n`);
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
