import type { JupyterFrontEnd } from '@jupyterlab/application';
import { type DocumentRegistry, DocumentWidget } from '@jupyterlab/docregistry';
import type { TranslationBundle } from '@jupyterlab/translation';

export type OpenDocument = DocumentRegistry.IContext<DocumentRegistry.IModel>;

/** Documents of the main area, each once, though one may be shown twice. */
export function openDocuments({
  shell
}: JupyterFrontEnd): readonly OpenDocument[] {
  const contexts = [...shell.widgets('main')].flatMap(widget =>
    widget instanceof DocumentWidget ? [widget.context] : []
  );
  return [...new Set(contexts)];
}

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

/** A document that could not be written to disk. */
export interface IStuck {
  readonly path: string;
  /** True when others have written its file since it was read. */
  readonly isChangedOnDisk: boolean;
}

/** Writes to disk what is not there yet; resolves with what could not be written. */
export async function saveAll(
  documents: readonly IOpenDocument[],
  onDisk: (path: string) => Promise<OnDisk>
): Promise<readonly IStuck[]> {
  const dirty = documents.filter(({ model }) => model.dirty);
  const saved = await Promise.allSettled(dirty.map(item => item.save()));
  const stuck = dirty.filter((_, place) => saved[place].status === 'rejected');
  return Promise.all(
    stuck.map(async ({ localPath: path, contentsModel }) => {
      const file = await onDisk(path);
      const isChangedOnDisk =
        typeof file === 'object' && file.at !== contentsModel?.last_modified;
      return { path, isChangedOnDisk };
    })
  );
}

/** Why nothing was opened, and what to do first; `null` when all was saved. */
export function stuckWords(
  stuck: readonly IStuck[],
  trans: TranslationBundle
): string | null {
  const pathsOf = (isChanged: boolean): readonly string[] =>
    stuck.flatMap(({ path, isChangedOnDisk }) =>
      isChangedOnDisk === isChanged ? path : []
    );
  const [changed, others] = [pathsOf(true), pathsOf(false)];
  const words = [
    changed.length > 0 &&
      trans._n(
        '%2 has unsaved changes and was changed on disk as well, so it was not saved and nothing was opened. Save it, or take what is on disk with File > Reload from Disk, then open the snapshot again.',
        '%2 have unsaved changes and were changed on disk as well, so they were not saved and nothing was opened. Save them, or take what is on disk with File > Reload from Disk, then open the snapshot again.',
        changed.length,
        changed.join(', ')
      ),
    others.length > 0 &&
      trans._n(
        '%2 could not be saved, so nothing was opened. Save it or close it first.',
        '%2 could not be saved, so nothing was opened. Save them or close them first.',
        others.length,
        others.join(', ')
      )
  ].filter(text => text !== false);
  return words.length === 0 ? null : words.join(' ');
}

/** When a file was last written, as far as anybody knows. */
export type OnDisk = { readonly at: string } | 'gone' | 'unknown';

/** Paths of documents that do not show what is on disk. */
export interface IReread {
  /** Typed in since; they still show that. */
  readonly typed: readonly string[];
  /** Their files were removed. */
  readonly gone: readonly string[];
  /** Their files were removed, and they were typed in since. */
  readonly orphaned: readonly string[];
}

/** Paths of documents whose files are there. */
export async function pathsOnDisk(
  documents: readonly IOpenDocument[],
  onDisk: (path: string) => Promise<OnDisk>
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    documents.map(async ({ localPath }) =>
      typeof (await onDisk(localPath)) === 'object' ? [localPath] : []
    )
  );
  return new Set(found.flat());
}

/**
 * Lets documents show their files where these were written meanwhile. What somebody has typed
 * since is left alone. Only files that were `there` before can be gone: of any other the tab is
 * all there is.
 */
export async function rereadAll(
  documents: readonly IOpenDocument[],
  onDisk: (path: string) => Promise<OnDisk>,
  there: ReadonlySet<string>
): Promise<IReread> {
  const fates = await Promise.all(
    documents.map(async document => {
      const { contentsModel, localPath, model } = document;
      const file = await onDisk(localPath);
      if (file === 'gone' && there.has(localPath)) {
        return model.dirty ? 'orphaned' : 'gone';
      }
      if (
        typeof file === 'string' ||
        file.at === contentsModel?.last_modified
      ) {
        return null;
      }
      if (model.dirty) {
        return 'typed';
      }
      await document.revert();
      return null;
    })
  );
  const those = (fate: keyof IReread): readonly string[] =>
    documents.flatMap(({ localPath }, place) =>
      fates[place] === fate ? localPath : []
    );
  return {
    typed: those('typed'),
    gone: those('gone'),
    orphaned: those('orphaned')
  };
}
