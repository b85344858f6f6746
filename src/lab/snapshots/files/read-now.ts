import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import { NOW } from '../page/snapshot-page-model';
import type { ReadVersions } from './FileDifference';
import { snapshotVersion, unsavedVersion, type Version } from './file-versions';

/** What an editor holds of a file and has not saved; `null` when there is nothing such. */
export type Unsaved = (path: string) => string | null;

export interface IReadOptions {
  readonly client: Pick<SnapshotClient, 'file'>;
  /** Asked when a file is read. */
  readonly scope: () => NotebookScope;
  /** By paths relative to what is served. */
  readonly unsaved: Unsaved;
  /** Folder of the workspace, relative to what is served. */
  readonly workspace: () => Promise<string>;
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
        ? nowVersion(options, path)
        : snapshotVersion(client, scope(), other, path),
      snapshotVersion(client, scope(), id(), path)
    ]);
    return { before, after };
  };
}

/** A file of the workspace as it is in an editor with changes, else as it is on disk. */
async function nowVersion(
  { client, scope, unsaved, workspace }: IReadOptions,
  path: string
): Promise<Version> {
  const folder = await workspace();
  const typed = unsaved(folder === '' ? path : `${folder}/${path}`);
  return typed === null
    ? snapshotVersion(client, scope(), NOW, path)
    : unsavedVersion(path, typed);
}
