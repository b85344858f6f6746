import * as fs from 'node:fs/promises';
import { join, posix } from 'node:path';

import * as messages from '../messages';
import { Refusal } from '../refusal';
import { replaceFile } from '../store/objects';

const IGNORE_FILE = '.snapshotignore';

/**
 * Takes paths along in this and later snapshots that would be left out as likely secrets: adds a
 * line for each to the ignore file of the workspace. Refuses paths that are not there.
 */
export async function takeAlong(
  workspace: string,
  paths: readonly string[]
): Promise<void> {
  if (paths.length === 0) {
    return;
  }
  const lines = await Promise.all(paths.map(path => lineOf(workspace, path)));
  const file = join(workspace, IGNORE_FILE);
  const text = await textOf(file);
  const known = new Set(text.split('\n'));
  const added = lines.filter(line => !known.has(line));
  if (added.length === 0) {
    return;
  }
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  await replaceFile(file, `${text}${gap}${added.join('\n')}\n`);
}

/** The line that takes a path along, wherever else files of its name are left out. */
async function lineOf(workspace: string, path: string): Promise<string> {
  const plain = posix.normalize(path).replace(/\/$/, '');
  const isInside =
    !posix.isAbsolute(plain) && plain !== '.' && !/^\.\.(?:\/|$)/.test(plain);
  if (!isInside || /[\r\n]/.test(plain)) {
    throw new Refusal(messages.notTaken(path));
  }
  try {
    const isFolder = (await fs.lstat(join(workspace, plain))).isDirectory();
    return `!/${escaped(plain)}${isFolder ? '/' : ''}`;
  } catch {
    throw new Refusal(messages.notTaken(path));
  }
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
