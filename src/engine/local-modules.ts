import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { importedModules } from '../core/notebook/imported-modules';

/** Larger files are no modules that a person wrote. */
const LONGEST = 300_000;

const MOST = 100;

/**
 * Sources of the modules beside a notebook that it imports, and of those that they import, by
 * dotted name. What cannot be read is left out: the run will say so.
 */
export async function localModules(
  content: unknown,
  notebook: string
): Promise<ReadonlyMap<string, string>> {
  const folder = dirname(notebook);
  const found = new Map<string, string>();
  const waiting = importedModules(content);
  for (const name of waiting) {
    if (found.has(name) || found.size >= MOST) {
      continue;
    }
    const source = await sourceOf(join(folder, ...name.split('.')));
    if (source !== null) {
      found.set(name, source);
      waiting.push(...importedModules(source));
    }
  }
  return found;
}

async function sourceOf(path: string): Promise<string | null> {
  for (const file of [`${path}.py`, join(path, '__init__.py')]) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) {
      return text.length > LONGEST ? null : text;
    }
  }
  return null;
}
