/** What is needed of the context of an open document. */
export interface IOpenDocument {
  readonly localPath: string;
  readonly model: { readonly dirty: boolean };
  /** What is known of the file; `null` before it was read. */
  readonly contentsModel: { readonly last_modified: string } | null;
  save(): Promise<void>;
  revert(): Promise<void>;
}

/** An open document with what its editor holds. */
export interface IEditedDocument {
  readonly localPath: string;
  readonly model: { readonly dirty: boolean; toString(): string };
}

/** What the editor of a file holds and has not saved; `null` when there is nothing such. */
export function unsavedText(
  documents: readonly IEditedDocument[],
  path: string
): string | null {
  const found = documents.find(
    ({ localPath, model }) => localPath === path && model.dirty
  );
  return found ? found.model.toString() : null;
}

/** Writes to disk what is not there yet; resolves with the paths that could not be written. */
export async function saveAll(
  documents: readonly IOpenDocument[]
): Promise<readonly string[]> {
  const dirty = documents.filter(({ model }) => model.dirty);
  const saved = await Promise.allSettled(dirty.map(item => item.save()));
  return dirty.flatMap(({ localPath }, place) =>
    saved[place]?.status === 'rejected' ? localPath : []
  );
}

/**
 * Lets documents show their files where these were written meanwhile. `writtenAt` says when a
 * file was last written, `null` when it is gone. What somebody has typed since is left alone;
 * resolves with the paths of such documents.
 */
export async function rereadAll(
  documents: readonly IOpenDocument[],
  writtenAt: (path: string) => Promise<string | null>
): Promise<readonly string[]> {
  const found = await Promise.all(
    documents.map(async document => {
      const { contentsModel, localPath, model } = document;
      const time = await writtenAt(localPath);
      if (time === null || time === contentsModel?.last_modified) {
        return [];
      }
      if (model.dirty) {
        return [localPath];
      }
      await document.revert();
      return [];
    })
  );
  return found.flat();
}
