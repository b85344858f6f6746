import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { Analyser, Analysis } from '../core/analyse';
import { EXIT } from './exit';
import { localModules } from '../engine/local-modules';

/** A file that is no notebook; `exit` is the program's exit code. */
export class NotebookFileError extends Error {
  constructor(
    message: string,
    readonly exit: number
  ) {
    super(message);
  }
}

/** Reads and analyses a notebook; what stands in it never throws, what the file is may. */
export async function analyseFile(
  analyser: Analyser,
  path: string
): Promise<Analysis> {
  const content = readJson(path);
  const modules = await localModules(content, path);
  return analyser.analyse(content, { name: basename(path), modules });
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (reason) {
    throw new NotebookFileError(`${path}: ${whyUnread(reason)}.`, EXIT.usage);
  }
  if (text.trim() === '') {
    throw new NotebookFileError(
      `${path}: the file is empty, so it is no notebook.`,
      EXIT.failed
    );
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new NotebookFileError(
      `${path}: the file is not JSON, so it is no notebook.`,
      EXIT.failed
    );
  }
}

function whyUnread(reason: unknown): string {
  const code = reason instanceof Error && 'code' in reason ? reason.code : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'this is a folder, not a notebook';
    case 'EACCES':
      return 'the file may not be read';
    default:
      return `the file cannot be read (${String(code)})`;
  }
}
