import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Layout, runFolder } from '../../store/layout';
import { replaceFile } from '../../store/objects';

/** What `run.json` holds: enough to make the run's rows again when the database is lost. */
export interface RunFile {
  readonly version: 1;
  readonly id: string;
  readonly notebook: string;
  readonly number: number;
  readonly target: string;
  readonly reason: string;
  readonly created: number;
  /** Digest of the Pipeline document. */
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly options: unknown;
  readonly tree: string;
  /** Only once the run has ended. */
  readonly end?: RunEnd;
}

export interface RunEnd {
  readonly state: string;
  readonly ended: number;
  readonly error: string | null;
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Final state of each step. */
  readonly steps: Readonly<Record<string, string>>;
}

const NAME = 'run.json';

/** Writes the file durably. */
export async function writeRunFile(
  layout: Layout,
  file: RunFile
): Promise<void> {
  const folder = runFolder(layout, file.id);
  await mkdir(folder, { recursive: true });
  await replaceFile(join(folder, NAME), `${JSON.stringify(file, null, 2)}\n`);
}

/** The file of a run, or null when it is missing or cannot be read. */
export async function readRunFile(
  layout: Layout,
  id: string
): Promise<RunFile | null> {
  try {
    const text = await readFile(join(runFolder(layout, id), NAME), 'utf8');
    const file: RunFile = JSON.parse(text);
    return file.version === 1 && file.id === id ? file : null;
  } catch {
    return null;
  }
}

/** Writes what is known only later: the start tree, how the run ended, where its notebook is. */
export async function amendRunFile(
  layout: Layout,
  id: string,
  more: Partial<
    Pick<RunFile, 'tree' | 'end' | 'notebook' | 'number' | 'options'>
  >
): Promise<void> {
  const file = await readRunFile(layout, id);
  if (file) {
    await writeRunFile(layout, { ...file, ...more });
  }
}
