import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { EngineError, type NotebookScope } from '../../client/engine-client';
import type { SnapshotClient } from '../../client/snapshot-client';
import type {
  Operation,
  Problem,
  Restored,
  SnapshotDiff
} from '../../core/api/types';
import { followOperation } from './follow-operation';
import { asProblem } from './snapshots-model';

export interface IRunFilesState {
  /** Id of the run whose files are shown; `null` for none. */
  readonly run: string | null;
  /** Against the workspace as it is; `null` until it was read. */
  readonly diff: SnapshotDiff | null;
  /** Paths that would be copied. */
  readonly chosen: ReadonlySet<string>;
  readonly operation: Operation | null;
  readonly problem: Problem | null;
  /** What the last copying did. */
  readonly applied: Restored | null;
}

const NOTHING: IRunFilesState = {
  run: null,
  diff: null,
  chosen: new Set(),
  operation: null,
  problem: null,
  applied: null
};

/** Files that a run left, and the copying of some of them into the workspace. */
export class RunFilesModel implements IDisposable {
  constructor(
    readonly client: SnapshotClient,
    private readonly _scope: () => NotebookScope,
    private readonly _wait?: number
  ) {}

  get state(): IRunFilesState {
    return this._state;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get scope(): NotebookScope {
    return this._scope();
  }

  get isDisposed(): boolean {
    return this._abort.signal.aborted;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._abort.abort();
      Signal.clearData(this);
    }
  }

  /** Reads what a run changed; chooses all of it but what it deleted. */
  async show(run: string): Promise<void> {
    this._set({ ...NOTHING, run });
    await this._read(run);
  }

  hide(): void {
    this._set(NOTHING);
  }

  /** Chooses a file to be copied, or not. */
  toggle(path: string): void {
    const chosen = new Set(this._state.chosen);
    if (!chosen.delete(path)) {
      chosen.add(path);
    }
    this._set({ chosen });
  }

  /** Copies the chosen files, after a safety snapshot. */
  async apply(): Promise<void> {
    const { run, chosen, operation } = this._state;
    if (run === null || chosen.size === 0 || operation) {
      return;
    }
    this._set({ problem: null, applied: null });
    await this._guard(async () => {
      const begun = await this.client.applyRunFiles(this._scope(), run, [
        ...chosen
      ]);
      await this._follow(begun);
    });
    this._set({ operation: null });
    await this._read(run);
  }

  /** Asks the copying to stop; it ends later, with everything as it was. */
  async cancel(): Promise<void> {
    const { operation } = this._state;
    if (operation) {
      await this._guard(async () => {
        await this.client.cancel(this._scope(), operation.id);
      });
    }
  }

  private async _follow(begun: Operation): Promise<void> {
    const options = { signal: this._abort.signal, wait: this._wait };
    for await (const operation of followOperation(
      this.client,
      this._scope(),
      begun,
      options
    )) {
      this._set({ operation });
      if (operation.state === 'succeeded') {
        this._set({ applied: operation.result as Restored });
      } else if (operation.problem) {
        this._set({ problem: asProblem(operation.problem) });
      }
    }
  }

  private async _read(run: string): Promise<void> {
    await this._guard(async () => {
      const diff = await this.client.runChanges(this._scope(), run);
      if (this._state.run === run) {
        const copied = diff.items.filter(({ change }) => change !== 'deleted');
        this._set({ diff, chosen: new Set(copied.map(({ path }) => path)) });
      }
    });
  }

  private async _guard(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this._set({ problem: error.problem });
    }
  }

  private _set(change: Partial<IRunFilesState>): void {
    if (!this.isDisposed) {
      this._state = { ...this._state, ...change };
      this._stateChanged.emit();
    }
  }

  private _state = NOTHING;
  private readonly _abort = new AbortController();
  private readonly _stateChanged = new Signal<this, void>(this);
}
