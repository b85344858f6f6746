import type { Notebook } from '../../notebook/types';
import { cellMagicStart } from '../../python/ipython/lines';
import type { Sources } from './reader';

/**
 * The modules of the workspace, with those that cells of the notebook write by `%%writefile`:
 * when the notebook has run down to their import, these are what is imported.
 */
export function withWritten({ cells }: Notebook, sources: Sources): Sources {
  let all: Map<string, string> | null = null;
  for (const { cell, role } of cells) {
    const start = cellMagicStart(cell.source);
    const written =
      start < 0 || role === null || role === 'skip'
        ? null
        : writtenBy(cell.source.slice(start));
    if (written) {
      all ??= new Map(sources);
      for (const name of written.names) {
        const before = written.isMore ? (all.get(name) ?? '') : '';
        all.set(name, before + written.text);
      }
    }
  }
  return all ?? sources;
}

interface Written {
  /** A file in a folder is found by its own name too, where that folder is searched. */
  readonly names: readonly string[];
  readonly text: string;
  readonly isMore: boolean;
}

const WRITING =
  /^%%(?:writefile|file)((?:[ \t]+-\S+)*)[ \t]+(["']?)(?:\.\/)?([\w/]+)\.py\2[ \t]*\r?\n([^]*)$/;

function writtenBy(source: string): Written | null {
  const [, flags = '', , path, text = ''] = WRITING.exec(source) ?? [];
  if (path === undefined) {
    return null;
  }
  const parts = path.replace(/\/__init__$/, '').split('/');
  return {
    names: [...new Set([parts.join('.'), parts.at(-1) ?? ''])],
    text: `${text}\n`,
    isMore: /-a|--append/.test(flags)
  };
}
