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
  let undo = await takeAlong(workspace, paths);
  try {
    let tried = await trial(snapshots, paths, take);
    if (tried.absent.length > 0) {
      await undo();
      undo = await takeAlong(workspace, paths, tried);
      tried = await trial(snapshots, paths, take);
    }
    if (tried.absent.length > 0) {
      throw new Refusal(messages.stillLeftOut(tried.absent));
    }
    return tried.taken;
  } catch (reason) {
    await undo();
    throw reason;
  }
}

/** What another rule has kept out of a snapshot for all that. */
interface LeftOut {
  /** Of the paths that were wanted. */
  readonly absent: readonly string[];
  /** Folders above these: no rule counts for what is in a folder that is left out. */
  readonly shut: readonly string[];
}

/** Takes a snapshot, which is removed again if something is absent. */
async function trial(
  snapshots: Pick<Snapshots, 'folder' | 'remove'>,
  paths: readonly string[],
  take: () => Promise<SnapshotSummary>
): Promise<LeftOut & { readonly taken: SnapshotSummary }> {
  const taken = await take();
  const absent = await absentIn(snapshots, taken, paths);
  const above = new Set(absent.flatMap(path => foldersAbove(normalOf(path))));
  const shut = await absentIn(snapshots, taken, [...above]);
  if (absent.length > 0) {
    await snapshots.remove(taken.id);
  }
  return { taken, absent, shut };
}

/** Puts rules back as they were. */
type Undo = () => Promise<void>;

/**
 * Takes paths along in later snapshots that would be left out, as likely secrets above all: adds
 * a line for each to the ignore file that has the last word on it. Refuses paths that are not
 * there. `left` says what these lines alone did not bring.
 */
export async function takeAlong(
  workspace: string,
  paths: readonly string[],
  left: LeftOut = { absent: [], shut: [] }
): Promise<Undo> {
  const plain = await Promise.all(paths.map(path => checked(workspace, path)));
  const changes = new Changes(workspace);
  for (const folder of left.shut) {
    changes.open(folder);
  }
  for (const path of plain) {
    await changes.add(path);
  }
  const isAgain = left.absent.length > 0;
  const undos: Undo[] = [];
  for (const [folder, lines] of changes.byFolder) {
    const file = join(workspace, folder, IGNORE_FILE);
    undos.push(await changeLines(file, lines, isAgain));
  }
  return async () => {
    await Promise.all(undos.map(undo => undo()));
  };
}

interface Lines {
  readonly added: Set<string>;
  readonly dropped: Set<string>;
}

/** Lines of ignore files, by the folder that the file is in. */
class Changes {
  readonly byFolder = new Map<string, Lines>();

  constructor(private readonly workspace: string) {}

  /** Of a folder that is left out: nothing but what later lines ask for comes along. */
  open(folder: string): void {
    const own = this.decidingOn(folder);
    own.lines.added.add(`!/${escaped(own.below)}/`);
    const rest = this.rest(folder);
    rest.lines.added.add(rest.line);
  }

  /** A path, wherever else files of its name are left out. */
  async add(path: string): Promise<void> {
    const stat = await fs.lstat(join(this.workspace, path));
    const { lines, below } = this.decidingOn(path);
    lines.added.add(`!/${escaped(below)}${stat.isDirectory() ? '/' : ''}`);
    if (stat.isDirectory()) {
      // It comes along as a whole now, and not only for a file in it.
      const rest = this.rest(path);
      rest.lines.dropped.add(rest.line);
    }
  }

  /** The line that leaves out what is in a folder, and where it belongs. */
  private rest(folder: string): {
    readonly lines: Lines;
    readonly line: string;
  } {
    const { lines, below } = this.decidingOn(posix.join(folder, '*'));
    const parts = below.split('/').slice(0, -1).map(escaped);
    return { lines, line: ['', ...parts, '*'].join('/') };
  }

  private decidingOn(path: string): {
    readonly lines: Lines;
    readonly below: string;
  } {
    const folder = decidingFolder(this.workspace, path);
    const lines = this.byFolder.get(folder) ?? {
      added: new Set(),
      dropped: new Set()
    };
    this.byFolder.set(folder, lines);
    return { lines, below: posix.relative(folder, path) };
  }
}

/** From the outermost on, the workspace itself not among them. */
function foldersAbove(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1).map((_, n) => names.slice(0, n + 1).join('/'));
}

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

/** The innermost folder above a path that has an ignore file, else the workspace itself. */
function decidingFolder(workspace: string, path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' || existsSync(join(workspace, folder, IGNORE_FILE))
    ? folder
    : decidingFolder(workspace, folder);
}

/** `isAgain`: lines that stand there already are written below all others. */
async function changeLines(
  file: string,
  { added, dropped }: Lines,
  isAgain: boolean
): Promise<Undo> {
  const isNew = !existsSync(file);
  const text = await textOf(file);
  const kept = text.split('\n').filter(line => !dropped.has(line));
  const known = new Set(isAgain ? [] : kept);
  const more = [...added].filter(line => !known.has(line));
  const before = kept.join('\n');
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  const ending = more.length > 0 ? `${gap}${more.join('\n')}\n` : '';
  const changed = `${before}${ending}`;
  if (changed === text) {
    return async () => undefined;
  }
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
