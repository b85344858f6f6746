import type { Contents } from '@jupyterlab/services';

import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import { type Version, snapshotVersion, versionOf } from './file-versions';
import { NOW } from '../page/snapshot-page-model';
import type { ReadVersions } from './TwoVersions';

export interface IReadOptions {
  readonly client: SnapshotClient;
  /** Asked when a file is read. */
  readonly scope: () => NotebookScope;
  readonly contents: Contents.IManager;
  /** Folder of the workspace, relative to what is served. */
  readonly workspace: () => Promise<string>;
  /** Id of the snapshot, asked for when a file is read. */
  readonly id: () => string;
  /** Id of the other side, or that of now. */
  readonly other: string;
}

/** Reads files of two snapshots, or of one and the workspace as it is. */
export function versionReader(options: IReadOptions): ReadVersions {
  const { client, scope, contents, id, other, workspace } = options;
  return async path => {
    const [before, after] = await Promise.all([
      other === NOW
        ? workspace().then(folder => nowVersion(contents, folder, path))
        : snapshotVersion(client, scope(), other, path),
      snapshotVersion(client, scope(), id(), path)
    ]);
    return { before, after };
  };
}

/** A file of the workspace as it is on disk. */
async function nowVersion(
  contents: Contents.IManager,
  folder: string,
  path: string
): Promise<Version> {
  try {
    const { content } = await contents.get(
      folder === '' ? path : `${folder}/${path}`,
      { type: 'file', format: 'text', content: true }
    );
    return versionOf(path, String(content));
  } catch (error) {
    const status = statusOf(error);
    // The server answers with 400 when a file is no text.
    return status === 404
      ? { kind: 'none' }
      : status === 400
        ? { kind: 'binary' }
        : { kind: 'refused', detail: String(error) };
  }
}

function statusOf(error: unknown): number | null {
  return error instanceof Error &&
    'response' in error &&
    error.response instanceof Response
    ? error.response.status
    : null;
}
