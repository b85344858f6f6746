import type { JupyterFrontEnd } from '@jupyterlab/application';
import { DocumentWidget } from '@jupyterlab/docregistry';
import { NotebookPanel } from '@jupyterlab/notebook';

import type { Restored, Resume } from '../../core/api/types';
import type { ILabContext } from '../ui/lab-context';
import type { IAgreed, IConsentHost } from './consent-state';
import { ResumeBarWidget } from './resume-bar-widget';
import { resumeNotebook } from './resume-notebook';

/** What JupyterLab does around the opening of a snapshot: saving, opening, running. */
export class LabHost implements IConsentHost {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _lab: ILabContext
  ) {}

  unsaved(workspace: string): readonly string[] {
    return this._documents(workspace)
      .filter(({ context }) => context.model.dirty)
      .map(({ context }) => context.localPath);
  }

  async save(workspace: string): Promise<void> {
    const dirty = this._documents(workspace).filter(
      ({ context }) => context.model.dirty
    );
    await Promise.all(dirty.map(({ context }) => context.save()));
  }

  restored(restored: Restored, agreed: IAgreed): void {
    void this._goOn(restored, agreed);
  }

  private async _goOn(restored: Restored, agreed: IAgreed): Promise<void> {
    if (agreed.to === 'here') {
      await this._reread(agreed);
    }
    const { resume, folder } = restored;
    if (resume && (agreed.isResumed || agreed.isShown)) {
      await this._resume(resume, restored, agreed);
    } else if (this._app.commands.hasCommand('filebrowser:go-to-path')) {
      await this._app.commands.execute('filebrowser:go-to-path', {
        path: folder
      });
    }
  }

  /** Open documents show what is on disk now. */
  private async _reread({ inspection, keep }: IAgreed): Promise<void> {
    const { workspace, here } = inspection;
    const isWhole = here.items.length === here.total;
    const changes = new Map(
      here.items.map(({ path, change }) => [within(workspace, path), change])
    );
    const kept = new Set([...keep].map(path => within(workspace, path)));
    const stale = this._documents(workspace).filter(({ context }) => {
      const change = changes.get(context.localPath);
      const isWritten = isWhole ? change === 'changed' : change !== 'deleted';
      return isWritten && !kept.has(context.localPath);
    });
    await Promise.all(stale.map(({ context }) => context.revert()));
  }

  private async _resume(
    resume: Resume,
    { safety }: Restored,
    { inspection, isResumed, isShown }: IAgreed
  ): Promise<void> {
    const panel: unknown = await this._app.commands.execute('docmanager:open', {
      path: resume.notebook
    });
    if (!(panel instanceof NotebookPanel)) {
      return;
    }
    const bar = new ResumeBarWidget(this._lab, {
      snapshot: inspection.snapshot,
      phase: null,
      resumed: null,
      safety,
      notebook: resume.notebook
    });
    for (const other of panel.contentHeader.widgets) {
      if (other instanceof ResumeBarWidget) {
        other.dispose();
      }
    }
    panel.contentHeader.addWidget(bar);
    const resumed = await resumeNotebook({
      panel,
      resume,
      isResumed,
      isShown,
      onPhase: phase => bar.tell({ phase })
    });
    bar.tell({ phase: null, resumed });
  }

  private _documents(workspace: string): readonly DocumentWidget[] {
    const start = within(workspace, '');
    return [...this._app.shell.widgets('main')].filter(
      (widget): widget is DocumentWidget =>
        widget instanceof DocumentWidget &&
        widget.context.localPath.startsWith(start)
    );
  }
}

function within(workspace: string, path: string): string {
  return workspace === '' ? path : `${workspace}/${path}`;
}
