import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HOME } from '../store/layout';
import { isEnvironment, isIgnored } from './ignored';
import { onDisk } from './names';

/** File in the store of a folder that says that a snapshot was opened into it. */
const MARK = 'opened-into';

/** Where people say what snapshots leave out, and what not. */
const RULES = '.snapshotignore';

/** Folders below a workspace that are no part of it: environments, and other workspaces. */
export class Apart {
  private constructor(
    private readonly root: string,
    /** Lines of people who want a folder in it that a snapshot was opened into. */
    private readonly wanted: ReadonlySet<string>
  ) {}

  static async in(root: string): Promise<Apart> {
    const text = await readFile(join(root, RULES), 'utf8').catch(() => '');
    const lines = text.split('\n').filter(line => line.startsWith('!'));
    return new Apart(root, new Set(lines.map(folderIn)));
  }

  /** True for a folder below the root that holds these names. */
  has(folder: string, names: readonly string[]): boolean {
    return (
      folder !== '' &&
      (isEnvironment(names) ||
        (names.includes(HOME) &&
          !this.wanted.has(folder) &&
          existsSync(onDisk(this.root, `${folder}/${HOME}/${MARK}`))))
    );
  }
}

/** Makes a folder a workspace of its own, wherever it lies: with an empty store that says so. */
export async function setApart(
  folder: string,
  snapshot: string
): Promise<void> {
  const home = join(folder, HOME);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, '.gitignore'), '*\n');
  await writeFile(join(home, MARK), `${snapshot}\n`);
}

/** As paths below a folder, with `/`; nothing is looked for inside them. */
export async function apartIn(root: string): Promise<string[]> {
  const apart = await Apart.in(root);
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), {
      withFileTypes: true
    }).catch(() => []);
    const names = entries.map(({ name }) => name);
    if (apart.has(folder, names)) {
      found.push(folder);
      return;
    }
    for (const entry of entries) {
      if (entry.isDirectory() && !isIgnored(entry.name)) {
        await visit(folder === '' ? entry.name : `${folder}/${entry.name}`);
      }
    }
  };
  await visit('');
  return found;
}

/** The path in a line `!/FOLDER/`, in which a backslash makes a sign stand for itself. */
function folderIn(line: string): string {
  return line
    .replace(/^!\/?/, '')
    .replace(/\/?\s*$/, '')
    .replace(/\\(.)/g, '$1');
}
