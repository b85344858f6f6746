import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { HOME } from './store/layout';

/** What makes a folder a workspace. */
export const MARKERS = [HOME, '.git', 'pyproject.toml'];

/**
 * The folder that a run of something in `folder` sees: the nearest one upwards that holds
 * `.kalette`, `.git` or `pyproject.toml`, else the folder itself. The whole file system is no
 * workspace, whatever it holds.
 */
export function workspaceOf(folder: string): string {
  for (let at = folder; !isFileSystem(at); at = dirname(at)) {
    if (MARKERS.some(name => existsSync(join(at, name)))) {
      return at;
    }
  }
  return folder;
}

/** True for the folder that everything lies in. */
export function isFileSystem(folder: string): boolean {
  return dirname(folder) === folder;
}

/** Path of a file as the store writes it: relative to the workspace. */
export function pathIn(workspace: string, file: string): string {
  return relative(workspace, file).split('\\').join('/');
}
