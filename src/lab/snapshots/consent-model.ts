import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { EngineError, type NotebookScope } from '../../client/engine-client';
import type { SnapshotClient } from '../../client/snapshot-client';
import type { CodeKind, Restored, RestoreRequest } from '../../core/api/types';
import { readSnapshotUrl } from '../../core/view';
import { followOperation } from './follow-operation';
import {
  type IConsentOptions,
  type IConsentState,
  START,
  type Where
} from './consent-state';
import { asProblem } from './operating-model';
import { isTrustedSigner } from './words';

/**
 * Asks whether and how a snapshot is opened, and opens it. Only what there is to know is
 * fetched before {@link open}; nothing is written or run.
 */
export class ConsentModel implements IDisposable {
  constructor(private readonly _options: IConsentOptions) {
    this._state = { ...START, to: _options.to };
    void this._read();
  }

  get state(): IConsentState {
    return this._state;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /** As it was pasted, without what stood around it. */
  get url(): string {
    return readSnapshotUrl(this._options.url).url;
  }

  /** Where the snapshot lies, once that is known: a link may be followed from anywhere. */
  get scope(): NotebookScope {
    const workspace = this._state.inspection?.workspace ?? '..';
    return workspace.startsWith('..')
      ? this._options.scope
      : { notebook: workspace };
  }

  get client(): SnapshotClient {
    return this._options.client;
  }

  get isDisposed(): boolean {
    return this._abort.signal.aborted;
  }

  /** Who goes away while it is being opened does not want it any more. */
  dispose(): void {
    if (!this.isDisposed) {
      if (this._state.phase === 'working') {
        void this.cancel();
      }
      this._abort.abort();
      Signal.clearData(this);
    }
  }

  choose(to: Where): void {
    if (to === 'new' || this._state.inspection?.here.refused === null) {
      this._set({ to });
    }
  }

  setFolder(folder: string): void {
    this._set({ folder });
  }

  /** Lets a kind of code come along, or not. */
  toggleCode(kind: CodeKind): void {
    this._set({ allow: toggled(this._state.allow, kind) });
  }

  /** Leaves a file as it is here, or not. */
  toggleKept(path: string): void {
    this._set({ keep: toggled(this._state.keep, path) });
  }

  setResumed(isResumed: boolean): void {
    this._set({ isResumed });
  }

  setShown(isShown: boolean): void {
    this._set({ isShown });
  }

  /** Trusts the key under a name from now on, and looks at the snapshot again. */
  async trust(name: string): Promise<void> {
    const key = this._state.inspection?.snapshot.signer.key;
    if (key) {
      await this._guard(() => this._options.client.trust(key, name));
      await this._read();
    }
  }

  /** Opens it as agreed; `filesOnly` leaves the kernel alone and lets nothing run. */
  async open(
    to = this._state.to,
    { filesOnly = false }: { readonly filesOnly?: boolean } = {}
  ): Promise<void> {
    const { inspection, phase, isResumed, isShown } = this._state;
    if (!inspection || phase !== 'asking') {
      return;
    }
    this._isStopped = false;
    this._set({ phase: 'working', problem: null, to });
    const restored = await this._guard(async () => {
      if (to === 'here') {
        await this._options.host.save(inspection.workspace);
      }
      return this._restore(this._request(to, filesOnly));
    });
    if (this.isDisposed) {
      return;
    }
    if (!restored) {
      this._set({ phase: 'asking', operation: null });
      return;
    }
    this._set({ phase: 'over' });
    this._options.host.restored(restored, {
      inspection,
      to,
      keep: this._state.keep,
      isResumed: isResumed && !filesOnly,
      isShown: isShown && !filesOnly
    });
  }

  /** Stops what goes on, with everything as it was; else there is nothing to do any more. */
  async cancel(): Promise<void> {
    const { operation, phase } = this._state;
    if (phase !== 'working') {
      this._set({ phase: 'over' });
    } else if (!operation) {
      this._isStopped = true;
    } else {
      await this._guard(async () => {
        await this._options.client.cancel(this.scope, operation.id);
      });
    }
  }

  private _request(to: Where, filesOnly: boolean): RestoreRequest {
    const { folder, allow, keep } = this._state;
    return {
      ...this.scope,
      url: this.url,
      to,
      allow: filesOnly ? [] : [...allow],
      ...(to === 'new' ? { folder } : { keep: [...keep] })
    };
  }

  private async _restore(request: RestoreRequest): Promise<Restored | null> {
    const { client, wait } = this._options;
    const { scope } = this;
    const begun = await client.restore(request);
    if (this._isStopped || this.isDisposed) {
      await client.cancel(scope, begun.id);
    }
    const options = { signal: this._abort.signal, wait };
    for await (const operation of followOperation(
      client,
      scope,
      begun,
      options
    )) {
      this._set({ operation });
      if (operation.state === 'succeeded') {
        return operation.result as Restored;
      }
      if (operation.problem) {
        this._set({ problem: asProblem(operation.problem) });
      }
    }
    return null;
  }

  private async _read(): Promise<void> {
    const { client, scope, host, url } = this._options;
    if (readSnapshotUrl(url).digest === null) {
      this._set({ phase: 'refused' });
      return;
    }
    this._set({ phase: 'reading' });
    await this._guard(async () => {
      const { signal } = this._abort;
      const inspection = await client.inspect(scope, this.url, signal);
      const { signer } = inspection.snapshot;
      const isTrusted = isTrustedSigner(signer);
      const kinds = inspection.code.map(({ kind }) => kind);
      const isHere =
        this._state.to === 'here' && inspection.here.refused === null;
      this._set({
        phase: signer.state === 'invalid' ? 'refused' : 'asking',
        inspection,
        to: isHere ? 'here' : 'new',
        folder: this._state.folder || inspection.folder,
        allow: new Set(isTrusted ? kinds : []),
        unsaved: host.unsaved(inspection.workspace)
      });
    });
    if (this._state.phase === 'reading') {
      this._set({ phase: 'refused' });
    }
  }

  /** What a request gives; `null` when the engine says something against it. */
  private async _guard<T>(request: () => Promise<T>): Promise<T | null> {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this._set({ problem: error.problem });
      return null;
    }
  }

  private _set(change: Partial<IConsentState>): void {
    if (!this.isDisposed) {
      this._state = { ...this._state, ...change };
      this._stateChanged.emit();
    }
  }

  /** Cancelled before the engine had answered. */
  private _isStopped = false;
  private _state: IConsentState;
  private readonly _abort = new AbortController();
  private readonly _stateChanged = new Signal<this, void>(this);
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) {
    next.add(item);
  }
  return next;
}
