import { PathExt } from '@jupyterlab/coreutils';

import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import { NOW } from '../page/snapshot-page-model';
import { type IEditedDocument, unsavedText } from '../resume/open-documents';
import type { ReadVersions } from './FileDifference';
import { snapshotVersion, unsavedVersion, type Version } from './file-versions';

/** Where a file of the workspace may be written to that nobody has saved. */
export interface IEditing {
  /** Those that are open; by paths relative to what is served. */
  readonly documents: () => readonly IEditedDocument[];
  /** Folder of the workspace, relative to what is served; `null` when nothing tells. */
  readonly workspace: () => Promise<string | null>;
}

export interface IReadOptions extends IEditing {
  readonly client: Pick<SnapshotClient, 'file'>;
  /** Asked when a file is read. */
  readonly scope: () => NotebookScope;
  /** Id of the snapshot, asked for when a file is read. */
  readonly id: () => string;
  /** Id of the other side, or that of now. */
  readonly other: string;
}

/** Reads files of two snapshots, or of one and the workspace as it is. */
export function versionReader(options: IReadOptions): ReadVersions {
  const { client, scope, id, other } = options;
  return async path => {
    const [before, after] = await Promise.all([
      other === NOW
        ? nowVersion(options, path, () =>
            snapshotVersion(client, scope(), NOW, path)
          )
        : snapshotVersion(client, scope(), other, path),
      snapshotVersion(client, scope(), id(), path)
    ]);
    return { before, after };
  };
}

/** A file of the workspace as it is in an editor with changes, else as it is on disk. */
export async function nowVersion(
  { documents, workspace }: IEditing,
  path: string,
  onDisk: () => Promise<Version>
): Promise<Version> {
  const edited = documents().filter(({ model }) => model.dirty);
  // Where the workspace lies is looked up for those alone who have something unsaved; what is on
  // disk is shown to those who cannot learn it.
  const folder = edited.length > 0 ? await workspace().catch(() => null) : null;
  const typed =
    folder === null ? null : unsavedText(edited, PathExt.join(folder, path));
  return typed === null ? onDisk() : unsavedVersion(path, typed);
}
