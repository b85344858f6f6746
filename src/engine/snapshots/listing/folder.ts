import type { SnapshotEntry, SnapshotFolder } from '../../../core/api/types';
import { LISTED } from './differences';
import type { Snapshots } from '../snapshots';
import type { WireFolder } from '../service/wire';

/** Which entries of a folder are listed. */
export interface FolderPage {
  /** Empty for the root. */
  readonly path?: string | undefined;
  /** With all that is in its folders. */
  readonly recursive?: boolean | undefined;
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

/** What a folder of a snapshot holds; of folders in it only the names, if not asked for more. */
export async function listFolder(
  snapshots: Pick<Snapshots, 'ask'>,
  snapshot: string,
  { path = '', recursive = false, offset = 0, limit = LISTED }: FolderPage
): Promise<SnapshotFolder> {
  const args = { snapshot, path, recursive, offset, limit };
  const { files, more } = await snapshots.ask<WireFolder>('files', args);
  return {
    items: files.map(({ path: full, entry }) => {
      const kind = kindOf(entry.kind);
      return {
        path: full,
        kind,
        size: kind === 'file' ? (entry.size ?? 0) : null,
        target: entry.target ?? null
      };
    }),
    next: more ? offset + files.length : null
  };
}

function kindOf(kind: string): SnapshotEntry['kind'] {
  return kind === 'folder' || kind === 'link' ? kind : 'file';
}
