import { PathExt } from '@jupyterlab/coreutils';

import type { NotebookScope } from '../../../client/scope';
import type {
  CodeKind,
  Operation,
  Restored,
  RestoreRequest,
  SnapshotSummary
} from '../../../core/api/types';
import { readSnapshotUrl } from '../../../core/view';
import { changedSince } from './as-shown';
import {
  agreedIn,
  type IAgreed,
  type IConsentOptions,
  type IConsentState,
  isOnNetwork,
  NOT_SAVED,
  START,
  toggled,
  type Where
} from './consent-state';
import { asProblem, OperatingModel } from '../operation/operating-model';
import { isTrustedSigner } from '../words';

interface IHow {
  /** Leaves the kernel alone and lets nothing run. */
  readonly filesOnly?: boolean;
  /** True where nobody was shown what it does to files. */
  readonly isUnseen?: boolean;
}

/**
 * Asks whether and how a snapshot is opened, and opens it. Only what there is to know is
 * fetched before {@link open}; nothing is written or run.
 */
export class ConsentModel extends OperatingModel<IConsentState> {
  constructor(private readonly _options: IConsentOptions) {
    const { client, scope, to, wait } = _options;
    super(client, () => scope, { ...START, to }, wait);
    if (_options.isFollowed && isOnNetwork(this.url)) {
      this.assign({ phase: 'unread' });
    } else {
      void this._read();
    }
  }

  /** As it was pasted, without what stood around it. */
  get url(): string {
    return readSnapshotUrl(this._options.url).url;
  }

  /** Where the snapshot lies, once that is known: a link may be followed from anywhere. */
  override get scope(): NotebookScope {
    const workspace = this.state.inspection?.workspace ?? '..';
    return workspace.startsWith('..') ? super.scope : { notebook: workspace };
  }

  /** Who goes away while it is being opened does not want it any more. */
  override dispose(): void {
    if (!this.isDisposed && this.state.phase === 'working') {
      void this.cancel();
    }
    super.dispose();
  }

  /** Asks about a snapshot of which nothing was asked yet, or which could not be read. */
  async look(): Promise<void> {
    const { phase } = this.state;
    if (phase === 'unread' || phase === 'refused') {
      this.assign({ problem: null });
      await this._read();
    }
  }

  /** Resolves once it is known what there is to agree to, or why there is nothing. */
  whenRead(): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (this.state.phase !== 'reading') {
          this.stateChanged.disconnect(look, this);
          resolve();
        }
      };
      this.stateChanged.connect(look, this);
      look();
    });
  }

  choose(to: Where): void {
    const { inspection } = this.state;
    if (to === 'new' || inspection?.here.refused === null) {
      // The page may have been open for long, with documents being typed in beside it.
      const unsaved = this._options.host.unsaved(inspection?.workspace ?? '');
      this.assign({ to, unsaved });
      void this._lookAtKernel();
    }
  }

  setFolder(folder: string): void {
    this.assign({ folder });
  }

  /** Lets a kind of code come along, or not. */
  toggleCode(kind: CodeKind): void {
    this.assign({ allow: toggled(this.state.allow, kind) });
  }

  /** Leaves a file as it is here, or not. */
  toggleKept(path: string): void {
    this.assign({ keep: toggled(this.state.keep, path) });
  }

  setResumed(isResumed: boolean): void {
    this.assign({ isResumed });
  }

  setShown(isShown: boolean): void {
    this.assign({ isShown });
  }

  /** Trusts the key under a name from now on, and looks at the snapshot again. */
  async trust(name: string): Promise<void> {
    const key = this.state.inspection?.snapshot.signer.key;
    if (key) {
      await this.guard(() => this.client.trust(key, name));
      await this._read();
    }
  }

  /** Opens it as agreed, if its list is still true where that was looked at. */
  async open(
    to = this.state.to,
    { filesOnly = false, isUnseen = false }: IHow = {}
  ): Promise<void> {
    const { inspection, phase } = this.state;
    if (!inspection || phase !== 'asking') {
      return;
    }
    this._isStopped = false;
    this.assign({ phase: 'working', problem: null, to });
    const { host } = this._options;
    if (to === 'here' && !(await this._isReady(isUnseen))) {
      this.assign({ phase: 'asking' });
      return;
    }
    const agreed = {
      ...agreedIn(this.state, filesOnly),
      ...{ inspection, to, scope: this.scope }
    };
    const restored = (await this.operate(() =>
      this._begin(this._request(to, filesOnly), agreed)
    )) as Restored | null;
    if (!restored) {
      host.ended(agreed);
    }
    if (this.isDisposed) {
      return;
    }
    if (!restored) {
      await this._notOpened(inspection.workspace);
      return;
    }
    this.assign({ phase: 'over' });
    host.restored(restored, agreed);
  }

  /** Stops what goes on, with everything as it was; else there is nothing to do any more. */
  override async cancel(): Promise<void> {
    const { operation, phase } = this.state;
    if (phase !== 'working') {
      this.assign({ phase: 'over' });
    } else if (!operation) {
      this._isStopped = true;
    } else {
      await super.cancel();
    }
  }

  /** Saves what was typed, and looks whether that is all that is new; else the problem says it. */
  private async _isReady(isUnseen: boolean): Promise<boolean> {
    const { workspace = '' } = this.state.inspection ?? {};
    const stuck = await this._options.host.save(workspace);
    if (stuck !== null) {
      const problem = asProblem({ code: NOT_SAVED, detail: stuck });
      this.assign({ problem });
    } else if (!isUnseen && !this._isStopped) {
      await this._compare();
    }
    return !this._isStopped && this.state.problem === null;
  }

  /** Shows what opening would do by now, where that is not what was shown. */
  private async _compare(): Promise<void> {
    const { client, scope, host } = this._options;
    await this.guard(async () => {
      const now = await client.inspect(scope, this.url, this.signal);
      const unsaved = host.unsaved(now.workspace);
      this.assign(changedSince(this.state, now, unsaved));
    });
  }

  /** Can be tried again; after the engine was lost on the way, with what is there now. */
  private async _notOpened(workspace: string): Promise<void> {
    const { problem } = this.state;
    if (problem?.code === 'no_operation') {
      await this._read();
      this._options.host.interrupted(workspace);
      this.assign({ problem: this.state.problem ?? problem });
    } else {
      this.assign({ phase: 'asking' });
    }
  }

  private _request(to: Where, filesOnly: boolean): RestoreRequest {
    const { folder, allow, keep } = this.state;
    return {
      ...this.scope,
      url: this.url,
      to,
      allow: filesOnly ? [] : [...allow],
      ...(to === 'new' ? { folder } : { keep: [...keep] })
    };
  }

  private async _begin(
    request: RestoreRequest,
    agreed: IAgreed
  ): Promise<Operation> {
    const begun = await this.client.restore(request);
    this._options.host.begun(begun, agreed);
    if (this._isStopped || this.isDisposed) {
      await this.client.cancel(this.scope, begun.id);
    }
    return begun;
  }

  /** It only names things, so that not to find it is no problem. */
  private async _opened(id: string | null): Promise<SnapshotSummary | null> {
    const { client, scope } = this._options;
    return id === null ? null : client.get(scope, id).catch(() => null);
  }

  private async _read(): Promise<void> {
    const { client, scope, host, url } = this._options;
    if (readSnapshotUrl(url).digest === null) {
      this.assign({ phase: 'refused' });
      return;
    }
    this.assign({ phase: 'reading' });
    await this.guard(async () => {
      const inspection = await client.inspect(scope, this.url, this.signal);
      const { signer } = inspection.snapshot;
      const opened = await this._opened(inspection.snapshot.opened);
      const isTrusted = isTrustedSigner(signer);
      const kinds = inspection.code.map(({ kind }) => kind);
      const isHere =
        this.state.to === 'here' && inspection.here.refused === null;
      this.assign({
        phase: signer.state === 'invalid' ? 'refused' : 'asking',
        inspection,
        opened,
        to: isHere ? 'here' : 'new',
        folder: this.state.folder || inspection.folder,
        allow: new Set(isTrusted ? kinds : []),
        unsaved: host.unsaved(inspection.workspace)
      });
      void this._lookAtKernel();
    });
    if (this.state.phase === 'reading') {
      this.assign({ phase: 'refused' });
    }
  }

  /** Of the notebook that is opened, else of the one that it was asked for. */
  private async _lookAtKernel(): Promise<void> {
    const { inspection } = this.state;
    const { host, scope } = this._options;
    const notebook = inspection?.snapshot.notebook ?? null;
    const path =
      inspection && notebook !== null
        ? PathExt.join(inspection.workspace, notebook)
        : scope.notebook;
    const kernel = await host.kernel(path);
    if (!this.isDisposed) {
      this.assign({ kernel });
    }
  }

  /** Cancelled before the engine had answered. */
  private _isStopped = false;
}
