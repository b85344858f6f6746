import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

import type { Problem } from '../core/api/types';
import type { Pipeline } from '../core/pipeline/types';
import * as messages from './messages';
import { neededFor } from './runs/schedule/selection';
import { MARKERS } from './workspace-folder';

/** What is to say about files outside the workspace. */
export interface OutsideFiles {
  /** Why the notebook cannot run: it reads files that will not be there. */
  readonly refused: Problem | null;
  /** Steps that may do without such files; they will not be there either. */
  readonly remarks: readonly string[];
}

/**
 * Finds files that steps read by a path that leads out of the workspace: a run works in a copy
 * of the workspace, so they would not be there. `notebook` is absolute; with `until`, only what
 * that step needs counts. Paths that depend on a parameter are not known before the run and are
 * left alone.
 */
export function outsideFiles(
  pipeline: Pipeline,
  notebook: string,
  workspace: string,
  until: string | null = null
): OutsideFiles {
  const folder = dirname(notebook);
  const needed = until === null ? null : neededFor(pipeline, until);
  const uses = pipeline.steps
    .filter(({ name }) => needed?.has(name) ?? true)
    .flatMap(({ name: step, files }) =>
      files.map(({ path, optional }) => ({ step, path, optional }))
    )
    .filter(
      ({ path }) =>
        !path.includes('{') &&
        !isAbsolute(path) &&
        !isIn(workspace, resolve(folder, path))
    );
  const needs = uses.filter(({ optional }) => !optional);
  const paths = needs.map(({ path }) => resolve(folder, path));
  const marker = MARKERS.filter(name => existsSync(join(workspace, name)));
  return {
    refused:
      needs.length === 0
        ? null
        : messages.filesOutside(needs, workspace, {
            holder: holderOf(workspace, paths),
            marker: marker.at(-1) ?? null
          }),
    remarks: uses
      .filter(({ optional }) => optional)
      .map(({ step, path }) => messages.mayReadOutside(step, path, workspace))
  };
}

function isIn(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return !isAbsolute(inside) && inside.split(/[\\/]/)[0] !== '..';
}

// A run copies its workspace, so neither a home nor a whole disk is a good one.
function holderOf(workspace: string, paths: readonly string[]): string | null {
  let at = dirname(workspace);
  while (dirname(at) !== at && !paths.every(path => isIn(at, path))) {
    at = dirname(at);
  }
  return dirname(at) === at || isIn(at, homedir()) ? null : at;
}
