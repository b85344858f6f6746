import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification, showErrorMessage } from '@jupyterlab/apputils';
import { NotebookPanel } from '@jupyterlab/notebook';

import type { SnapshotClient } from '../../../client/snapshot-client';
import type { Operation, Restored, Resume } from '../../../core/api/types';
import { CommandIDs } from '../../commands/ids';
import type { ILabContext } from '../../ui/lab-context';
import type { IAgreed, IConsentHost } from '../consent/consent-state';
import { openUnasked } from '../consent/open-unasked';
import type { KernelNow } from '../consent/kernel-loss';
import { kernelNow } from './kernel-now';
import { addBar, disposeBars } from './add-bar';
import { askToRestart } from './ask-to-load';
import { BarReport } from './bar-report';
import type { ResumeBarWidget } from './resume-bar-widget';
import type { ResumedMemory } from './resumed-memory';
import { isBare } from './left-out';
import { type IOpeningNote, OpeningNotes, outcomeOf } from './lost-opening';
import { type Phase, resumeNotebook } from './resume-notebook';
import type { IResumed } from './resume-report';
import { linksOutWords } from '../names';
import { goBackWords, openedWords } from '../words';
import { WorkspaceDocuments } from './workspace-documents';

/** What JupyterLab does around the opening of a snapshot: saving, opening, running. */
export class LabHost implements IConsentHost {
  /** `onRestored`: told when the files are there. */
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _lab: ILabContext,
    private readonly _client: SnapshotClient,
    private readonly _onRestored: () => void,
    private readonly _memory: ResumedMemory | null
  ) {
    this._documents = new WorkspaceDocuments(_app, _lab.trans);
    this._bars = new BarReport(_lab, _client, _memory);
  }

  unsaved(workspace: string): readonly string[] {
    return this._documents.unsaved(workspace);
  }

  kernel(notebook: string): Promise<KernelNow> {
    return kernelNow(this._app, notebook);
  }

  save(workspace: string): Promise<string | null> {
    return this._documents.save(workspace);
  }

  interrupted(workspace: string): void {
    this._onRestored();
    void this._documents.reread(workspace);
  }

  begun(operation: Operation, agreed: IAgreed): void {
    this._notes.begun(operation, agreed);
  }

  ended(agreed: IAgreed): void {
    this._notes.over(agreed);
  }

  /** Tells of an opening that was under way when the page was loaded again. */
  async recall(note: IOpeningNote): Promise<void> {
    const restored = await outcomeOf(note, this._client);
    const agreed = { ...note.agreed, keep: new Set<string>() };
    if (restored?.resume) {
      this._notes.restored(restored, agreed);
      this._onRestored();
      await this._memory?.forgetIn(agreed.inspection.workspace);
      await this._resume(restored.resume, restored, agreed, true);
    } else {
      this._notes.over(agreed);
    }
  }

  restored(restored: Restored, agreed: IAgreed): void {
    this._notes.restored(restored, agreed);
    this._onRestored();
    this._goOn(restored, agreed).catch((reason: unknown) =>
      showErrorMessage(
        this._lab.trans.__(
          'The files are there, but the notebook could not be brought back'
        ),
        reason instanceof Error ? reason : String(reason)
      )
    );
  }

  private async _goOn(restored: Restored, agreed: IAgreed): Promise<void> {
    const isHere = agreed.to === 'here';
    if (isHere) {
      this._forgetBars(agreed.inspection.workspace);
      await this._documents.reread(agreed.inspection.workspace);
    }
    const { resume, folder, linksOut = [] } = restored;
    if (linksOut.length > 0) {
      const { trans } = this._lab;
      Notification.info(linksOutWords(linksOut, trans), { autoClose: false });
    }
    if (resume && (agreed.isResumed || agreed.isShown)) {
      await this._resume(resume, restored, agreed, false);
    } else if (isHere) {
      this._tell(restored, agreed);
    } else if (this._app.commands.hasCommand('filebrowser:go-to-path')) {
      await this._app.commands.execute('filebrowser:go-to-path', {
        path: folder
      });
    }
  }

  /** Of a snapshot without a notebook nothing else tells that it was opened. */
  private _tell({ safety }: Restored, { inspection }: IAgreed): void {
    const { trans, commands } = this._lab;
    const back = {
      label: goBackWords(trans),
      callback: () => {
        void commands.execute(CommandIDs.openSnapshot, {
          url: safety,
          notebook: inspection.workspace,
          to: 'here'
        });
      }
    };
    Notification.success(openedWords(inspection.snapshot, trans), {
      autoClose: 5000,
      ...(safety !== null && { actions: [back] })
    });
  }

  /** What bars say is true no more. */
  private _forgetBars(workspace: string): void {
    void this._memory?.forgetIn(workspace);
    const contexts = new Set<unknown>(this._documents.of(workspace));
    for (const panel of this._app.shell.widgets('main')) {
      if (panel instanceof NotebookPanel && contexts.has(panel.context)) {
        disposeBars(panel);
      }
    }
  }

  private async _resume(
    resume: Resume,
    restored: Restored,
    agreed: IAgreed,
    isLost: boolean
  ): Promise<void> {
    const { sessions } = this._app.serviceManager;
    // A kernel goes on when its notebook is closed.
    await sessions.refreshRunning();
    const hadKernel = Boolean(await sessions.findByPath(resume.notebook));
    const { inspection } = agreed;
    const panel: unknown = await this._app.commands.execute('docmanager:open', {
      path: resume.notebook
    });
    if (!(panel instanceof NotebookPanel)) {
      return;
    }
    const state = {
      snapshot: inspection.snapshot,
      resumed: null,
      isBare: isBare(agreed),
      safety: restored.safety
    };
    const bar = addBar(this._lab, panel, state, this._memory);
    const brought = { bar, panel, restored, agreed };
    const forget = bar.onOver;
    bar.onOver = () => {
      forget();
      this._notes.over(agreed);
    };
    panel.disposed.connect(() => this._notes.over(agreed));
    if (isLost) {
      bar.tell({ loadLost: () => void this._loadLost(brought) });
    } else {
      await this._load(brought, resume, hadKernel);
    }
  }

  /** Nobody has seen how far the loading came: all is loaded anew, if the user wants it. */
  private async _loadLost(brought: Omit<IToReport, 'resumed'>): Promise<void> {
    const { bar, panel, restored, agreed } = brought;
    const { trans } = this._lab;
    if (!(await askToRestart(trans)) || panel.isDisposed) {
      return;
    }
    const { allow, scope, inspection } = agreed;
    const { id } = inspection.snapshot;
    try {
      const request = { folder: restored.folder, allow };
      const resume = await this._client.resume(scope, id, request);
      if (resume) {
        bar.tell({ loadLost: null });
        await this._load(brought, resume, true);
      }
    } catch (reason) {
      await showErrorMessage(
        trans.__('The variables could not be loaded'),
        reason instanceof Error ? reason : String(reason)
      );
    }
  }

  private async _load(
    brought: Omit<IToReport, 'resumed'>,
    resume: Resume,
    hadKernel: boolean
  ): Promise<void> {
    const { bar, panel, restored, agreed } = brought;
    const { isResumed, isShown } = agreed;
    const { safety } = restored;
    const waiting = new AbortController();
    const end = (): void => waiting.abort();
    const stop = (): void => {
      bar.tell({ phase: 'stopping', stop: null, cancel: null });
      end();
    };
    let phase: Phase = 'kernel';
    let isCancelled = false;
    const cancel = (): void => {
      isCancelled = true;
      this._notes.over(agreed);
      bar.tell({ phase: 'returning', stop: null, cancel: null });
      end();
      if (phase === 'cells' || phase === 'variables') {
        // What was loaded goes too, and what cannot be interrupted is not waited for.
        panel.sessionContext.restartKernel().catch(() => undefined);
      }
    };
    panel.disposed.connect(end);
    const resumed = await resumeNotebook({
      panel,
      resume,
      hadKernel,
      isResumed,
      isShown,
      signal: waiting.signal,
      onPhase: now => {
        phase = now;
        bar.tell({ phase, stop, cancel: safety === null ? null : cancel });
      }
    });
    panel.disposed.disconnect(end);
    if (isCancelled && safety !== null) {
      await this._takeBack(safety, agreed);
    }
    this._notes.over(agreed);
    this._report({ ...brought, resumed });
    if (resumed?.noKernel || resumed?.isStopped) {
      // Whatever there is by then may have run something.
      bar.tell({ retry: () => void this._load(brought, resume, true) });
    }
  }

  /** Opens what was there before, which asks nothing: nobody has seen anything else yet. */
  private async _takeBack(url: string, { scope }: IAgreed): Promise<void> {
    const failed = await openUnasked({
      client: this._client,
      host: this,
      scope,
      url
    });
    if (failed !== null) {
      await showErrorMessage(
        this._lab.trans.__('The files could not be taken back'),
        failed
      );
    }
  }

  private _report({ bar, panel, restored, agreed, resumed }: IToReport): void {
    bar.tell({ stop: null, cancel: null, retry: null });
    if (resumed) {
      const { allow, inspection, scope } = agreed;
      const variables = inspection.snapshot.state.map(
        ({ name, step, tier }) => ({ name, step, tier })
      );
      const rest = { folder: restored.folder, scope, allow, variables };
      this._bars.tell({ bar, panel, resumed, rest });
    } else {
      bar.tell({ phase: null, resumed });
    }
  }

  private readonly _notes = new OpeningNotes();
  private readonly _documents: WorkspaceDocuments;
  private readonly _bars: BarReport;
}

/** A notebook that was brought back, with all that its bar is about. */
interface IToReport {
  readonly bar: ResumeBarWidget;
  readonly panel: NotebookPanel;
  readonly resumed: IResumed | null;
  readonly restored: Restored;
  readonly agreed: IAgreed;
}
