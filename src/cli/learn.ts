import {
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';

import { learnedOfRun } from '../core/api/learned';
import type { RunStep } from '../core/api/types';
import { METADATA_KEY, withLearned } from '../core/notebook';
import { isObject } from '../core/notebook/json';
import { tell } from './printing';
import * as texts from './texts';

/**
 * Notes in the notebook what a run has seen its cells change, so that the next run knows, and
 * says so. `before` is the file's text at the start of the run: a file that is another by now,
 * or of which anything else would be written differently, is left alone.
 */
export function noteChanges(
  path: string,
  before: string,
  steps: readonly Pick<RunStep, 'error'>[]
): void {
  const learned = learnedOfRun(steps);
  if (Object.keys(learned).length === 0) {
    return;
  }
  const changes = steps.flatMap(({ error }) =>
    (error?.changes ?? []).map(({ cell, names }) => {
      const place = cell === error?.cell ? (error.index ?? null) : null;
      return [place === null ? null : place + 1, names] as const;
    })
  );
  const text = withNote(before, learned);
  if (text !== null && replaceFile(path, before, text)) {
    tell(texts.changesNoted(path, changes));
  } else {
    const note = JSON.stringify({ facts: { changes: learned } });
    tell(texts.changesNotNoted(path, changes, note));
  }
}

/** The text of a notebook with the note; null where something else would become different. */
export function withNote(
  text: string,
  learned: Readonly<Record<string, readonly string[]>>
): string | null {
  const content: unknown = JSON.parse(text);
  const indent = /^\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
  const end = /\s*$/.exec(text)?.[0] ?? '';
  const write = (value: unknown) => JSON.stringify(value, null, indent) + end;
  // Numbers and escapes have several forms in JSON, of which one is written here.
  if (!isNotebook(content) || write(content) !== text) {
    return null;
  }
  const own = withLearned(content.metadata, learned);
  return own === null
    ? null
    : write({
        ...content,
        metadata: { ...content.metadata, [METADATA_KEY]: own }
      });
}

function isNotebook(
  content: unknown
): content is { readonly metadata: Parameters<typeof withLearned>[0] } {
  return (
    isObject(content as never) &&
    isObject((content as { metadata?: never }).metadata)
  );
}

/** Replaces a file as a whole, unless it is not what it was; false then, and when it cannot. */
function replaceFile(path: string, before: string, text: string): boolean {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = realpathSync(path);
    writeFileSync(temporary, text, { flag: 'wx', mode: statSync(file).mode });
    if (readFileSync(file, 'utf8') !== before) {
      rmSync(temporary);
      return false;
    }
    renameSync(temporary, file);
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}
