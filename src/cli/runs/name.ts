import { posix, relative, sep } from 'node:path';

import type { EngineClient } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';
import type { RunSummary } from '../../core/api/types';
import { UsageError } from '../exit';
import * as texts from '../texts';

// Ids begin with their time, so the end is what tells them apart; a letter or two is a slip.
const SHORTEST_END = 4;

/** How a person names a run in this workspace; every command takes it. */
export function nameOf({
  notebook,
  number
}: Pick<RunSummary, 'notebook' | 'number'>): string {
  return `${notebook}:${number}`;
}

/** When a run began, in UTC and without seconds. */
export function whenOf({ startedAt, createdAt }: RunSummary): string {
  return (startedAt ?? createdAt).slice(0, 16).replace('T', ' ');
}

/**
 * Finds the one run that a person means: `NOTEBOOK:NUMBER`, with or without the notebook's
 * ending, the number alone where one run has
 * it, or the id, its beginning or its end. Throws a {@link UsageError} that lists the choices
 * when there are several.
 */
export async function runMeant(
  client: EngineClient,
  scope: NotebookScope,
  text: string
): Promise<RunSummary> {
  const [only, ...others] = meant(await allRuns(client, scope), scope, text);
  if (!only) {
    throw new UsageError(texts.noSuchRun(text));
  }
  if (others.length > 0) {
    const choices = [only, ...others].map(run => [
      nameOf(run),
      run.state,
      whenOf(run)
    ]);
    throw new UsageError(texts.ambiguousRun(text, choices));
  }
  return only;
}

// What is exact wins: a run that was pasted from the list is never ambiguous.
function meant(
  runs: readonly RunSummary[],
  scope: NotebookScope,
  text: string
): RunSummary[] {
  const [, , notebook, digits] = /^((.+):)?#?([1-9]\d{0,6})$/.exec(text) ?? [];
  const numbered = runs.filter(({ number }) => number === Number(digits));
  const ways =
    notebook === undefined
      ? [
          numbered,
          runs.filter(({ id }) => id === text),
          runs.filter(({ id }) => isPartOf(id, text))
        ]
      : notebookPaths(scope, notebook).map(path =>
          numbered.filter(run => run.notebook === path)
        );
  return ways.find(found => found.length > 0) ?? [];
}

function isPartOf(id: string, text: string): boolean {
  return (
    id.startsWith(text) || (text.length >= SHORTEST_END && id.endsWith(text))
  );
}

// As this folder sees it first, then as the workspace does and the list writes it.
function notebookPaths({ notebook: folder }: NotebookScope, path: string) {
  const fromHere = relative('.', path).split(sep).join('/');
  const paths = [posix.join(folder, fromHere), posix.normalize(path)];
  // Last as a name that leaves out the ending, which all notebooks have.
  return [...paths, ...paths.map(known => `${known}.ipynb`)];
}

async function allRuns(
  client: EngineClient,
  scope: NotebookScope
): Promise<RunSummary[]> {
  const found: RunSummary[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<EngineClient['listRuns']>> =
      await client.listRuns(scope, {
        limit: 500,
        ...(next === null ? {} : { next })
      });
    found.push(...page.items);
    next = page.next;
  } while (next !== null);
  return found;
}
