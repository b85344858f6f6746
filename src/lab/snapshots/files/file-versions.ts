import type { TranslationBundle } from '@jupyterlab/translation';

import { EngineError } from '../../../client/engine-client';
import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import { formatBytes } from '../../../core/view';

/** A file that people can read. */
export interface IText {
  readonly kind: 'text';
  /** What is compared: the cells of a notebook, else all of it. */
  readonly text: string;
  /** All that the file holds; of a notebook without how it is written down. */
  readonly content: string;
  readonly isNotebook: boolean;
  /** True for what is not on disk yet. */
  readonly isUnsaved?: boolean;
}

/** A file on one side of a comparison. */
export type Version =
  | IText
  | { readonly kind: 'none' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'large'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly detail: string };

/** Bytes above which a file is not compared line by line. */
export const LARGEST = 500_000;

/** A file of a snapshot as text that people can read. */
export function snapshotVersion(
  client: Pick<SnapshotClient, 'file'>,
  scope: NotebookScope,
  id: string,
  path: string
): Promise<Version> {
  return versionIn(path, () => client.file(scope, id, path));
}

/** What is in an editor and not on disk yet. */
export function unsavedVersion(path: string, content: string): Version {
  const version: Version =
    content.length > LARGEST
      ? { kind: 'large', bytes: content.length }
      : versionOf(path, content);
  return version.kind === 'text' ? { ...version, isUnsaved: true } : version;
}

/** The same for what `read` gets of a file. */
export async function versionIn(
  path: string,
  read: () => Promise<Blob>
): Promise<Version> {
  try {
    const blob = await read();
    return blob.size > LARGEST
      ? { kind: 'large', bytes: blob.size }
      : versionOf(path, await blob.text());
  } catch (error) {
    if (!(error instanceof EngineError)) {
      throw error;
    }
    const { status, detail } = error.problem;
    return status === 404 ? { kind: 'none' } : { kind: 'refused', detail };
  }
}

/** The same for what a file holds; a notebook is shown as its cells. */
export function versionOf(path: string, content: string): Version {
  if (content.includes('\0')) {
    return { kind: 'binary' };
  }
  const notebook = path.endsWith('.ipynb') ? notebookIn(content) : null;
  return notebook
    ? { kind: 'text', ...notebook, isNotebook: true }
    : { kind: 'text', text: content, content, isNotebook: false };
}

interface ICell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** Its cells one after the other, without outputs, and all of it; `null` for what is none. */
function notebookIn(
  content: string
): { readonly text: string; readonly content: string } | null {
  try {
    const notebook = JSON.parse(content) as {
      readonly cells: readonly ICell[];
    };
    const text = notebook.cells
      .map(({ cell_type, source }) => {
        const head = cell_type === 'code' ? '# %%' : `# %% [${cell_type}]`;
        const text = typeof source === 'string' ? source : source.join('');
        return `${head}\n${text}`;
      })
      .join('\n\n');
    return { text, content: JSON.stringify(plain(notebook)) };
  } catch {
    return null;
  }
}

/** Equal for what says the same: texts may be lists of lines, and names in any order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isText = value.length > 0 && value.every(isString);
    return isText ? value.join('') : value.map(plain);
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, item]) => [name, plain(item)])
    : value;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** Why a file is not shown, or that it is text. */
export function versionWords(
  version: Version,
  trans: TranslationBundle
): string {
  switch (version.kind) {
    case 'text':
      return trans.__('This is text.');
    case 'none':
      return trans.__('The file is not there.');
    case 'binary':
      return trans.__('This is no text.');
    case 'large':
      return trans.__('%1 is too much to show.', formatBytes(version.bytes));
    case 'refused':
      return version.detail;
  }
}
