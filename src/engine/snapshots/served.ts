import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';

import type { Snapshot } from '../../core/api/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';

/** The folder that is served, which bounds what a request may name. */
export class Served {
  constructor(
    private readonly root: string,
    private readonly workspace: string
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

  /** A folder for a snapshot that is not there yet, beside the workspace if that is served. */
  freeFolder({ notebook, id }: Pick<Snapshot, 'notebook' | 'id'>): string {
    const isInside = relative(this.root, this.workspace) !== '';
    const home = isInside ? dirname(this.workspace) : this.root;
    const name = basename(this.workspace);
    return this.path(freeFolderIn(home, { notebook, id }, name));
  }
}

/** A folder that is not there yet, named like the notebook, or `other` where there is none. */
export function freeFolderIn(
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
