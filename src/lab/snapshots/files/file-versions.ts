import { EngineError } from '../../../client/engine-client';
import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';

/** A file on one side of a comparison. */
export type Version =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'large'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly detail: string };

/** Bytes above which a file is not shown side by side. */
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
  const cells = path.endsWith('.ipynb') ? cellsOf(content) : null;
  return { kind: 'text', text: cells ?? content };
}

interface ICell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** The cells one after the other, without outputs; `null` for what is no notebook. */
function cellsOf(content: string): string | null {
  try {
    const { cells } = JSON.parse(content) as {
      readonly cells: readonly ICell[];
    };
    return cells
      .map(({ cell_type, source }) => {
        const head = cell_type === 'code' ? '# %%' : `# %% [${cell_type}]`;
        const text = typeof source === 'string' ? source : source.join('');
        return `${head}\n${text}`;
      })
      .join('\n\n');
  } catch {
    return null;
  }
}
