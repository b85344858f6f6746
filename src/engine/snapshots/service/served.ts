import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';

import type { Snapshot } from '../../../core/api/types';
import * as messages from '../../messages';
import { Refusal } from '../../refusal';

/** The folder that is served, which bounds what a request may name. */
export class Served {
  /** `start`: the folder in which the program was started. */
  constructor(
    private readonly root: string,
    private readonly workspace: string,
    private readonly start = root
  ) {}

  /** A path as clients name it. */
  path(full: string): string {
    return relative(this.root, full).split('\\').join('/');
  }

  /** The absolute path of what a client names; refuses what lies outside. */
  full(path: string): string {
    const found = join(this.root, path);
    // No file has a NUL in its name.
    if (relative(this.root, found).startsWith('..') || path.includes('\0')) {
      throw new Refusal(messages.outsideRoot(path));
    }
    return found;
  }

  /**
   * The folder that a snapshot goes into where none is named; it is not there yet. One of the
   * workspace goes beside that, or into it where what is around it is not served; one that `url`
   * has from elsewhere goes where the program was started.
   */
  freeFolder(snapshot: Pick<Snapshot, 'notebook' | 'id'>, url: string): string {
    const home = isLink(url) ? this.start : this.around;
    return this.path(freeFolderIn(home, snapshot, basename(this.workspace)));
  }

  private get around(): string {
    const isServed = relative(this.root, this.workspace) !== '';
    return isServed ? dirname(this.workspace) : this.root;
  }
}

/** True for a URL that says where else the snapshot lies. */
export function isLink(url: string): boolean {
  return url.startsWith('snap+');
}

/** A folder that is not there yet, named like the notebook, or `other` where there is none. */
function freeFolderIn(
  home: string,
  { notebook, id }: Pick<Snapshot, 'notebook' | 'id'>,
  other: string
): string {
  const stem = notebook ? basename(notebook, extname(notebook)) : other;
  const name = `${stem}-${id.slice('sha256:'.length, 'sha256:'.length + 4)}`;
  for (let count = 1; ; count++) {
    const folder = join(home, count === 1 ? name : `${name}-${count}`);
    if (!existsSync(folder)) {
      return folder;
    }
  }
}
