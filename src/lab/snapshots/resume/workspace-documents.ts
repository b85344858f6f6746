import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { DocumentWidget } from '@jupyterlab/docregistry';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  type OnDisk,
  openDocuments,
  type OpenDocument,
  pathsOnDisk,
  rereadAll,
  saveAll,
  stuckWords
} from './open-documents';

/** The open documents of a workspace whose files are written by others. */
export class WorkspaceDocuments {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _trans: TranslationBundle
  ) {}

  of(workspace: string): readonly OpenDocument[] {
    const start = workspace === '' ? '' : `${workspace}/`;
    return openDocuments(this._app).filter(({ localPath }) =>
      localPath.startsWith(start)
    );
  }

  /** Paths of those whose changes are not on disk. */
  unsaved(workspace: string): readonly string[] {
    return this.of(workspace)
      .filter(({ model }) => model.dirty)
      .map(({ localPath }) => localPath);
  }

  /** Writes those changes to disk; resolves with why it could not, else with `null`. */
  async save(workspace: string): Promise<string | null> {
    const documents = this.of(workspace);
    const onDisk = (path: string): Promise<OnDisk> => this._onDisk(path);
    const stuck = await saveAll(documents, onDisk);
    this._there = await pathsOnDisk(documents, onDisk);
    return stuckWords(stuck, this._trans);
  }

  /** Open documents show what is on disk now; those of removed files are closed. */
  async reread(workspace: string): Promise<void> {
    const { typed, gone, orphaned } = await rereadAll(
      this.of(workspace),
      path => this._onDisk(path),
      this._there
    );
    this._close(gone);
    if (typed.length > 0) {
      this._warn(
        this._trans._n(
          '%2 was edited while the snapshot was opened, and still shows that. Revert it to see the file.',
          '%2 were edited while the snapshot was opened, and still show that. Revert them to see the files.',
          typed.length,
          typed.join(', ')
        )
      );
    }
    if (orphaned.length > 0) {
      this._warn(
        this._trans._n(
          '%2 is not in the snapshot and was removed, but it was edited meanwhile, so its tab stays. Save it to keep it.',
          '%2 are not in the snapshot and were removed, but they were edited meanwhile, so their tabs stay. Save them to keep them.',
          orphaned.length,
          orphaned.join(', ')
        )
      );
    }
  }

  private _warn(text: string): void {
    Notification.warning(text, { autoClose: false });
  }

  private async _onDisk(path: string): Promise<OnDisk> {
    try {
      const { contents } = this._app.serviceManager;
      const file = await contents.get(path, { content: false });
      return { at: file.last_modified };
    } catch (reason) {
      return reason instanceof ServerConnection.ResponseError &&
        reason.response.status === 404
        ? 'gone'
        : 'unknown';
    }
  }

  /** As JupyterLab does with tabs of what is deleted in its own list of files. */
  private _close(paths: readonly string[]): void {
    for (const widget of [...this._app.shell.widgets('main')]) {
      if (
        widget instanceof DocumentWidget &&
        paths.includes(widget.context.localPath)
      ) {
        widget.dispose();
      }
    }
  }

  /** Paths of those that had a file when they were saved. */
  private _there: ReadonlySet<string> = new Set();
}
