import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { EngineError } from '../../../client/engine-client';
import type {
  Problem,
  Snapshot,
  SnapshotDiff,
  SnapshotSummary
} from '../../../core/api/types';
import { snapshotVersion } from '../files/file-versions';
import type { ITreeSource } from '../files/FolderTree';
import type { SnapshotsModel } from '../list/snapshots-model';

/** With what a snapshot is compared when it is not another one. */
export const NOW = 'now';

export interface ISnapshotPageState {
  /** `null` until it was read. */
  readonly snapshot: Snapshot | null;
  /** From the other side to this snapshot, as opening it would change files. */
  readonly diff: SnapshotDiff | null;
  /** Id of the other side, or {@link NOW}. */
  readonly other: string;
  readonly problem: Problem | null;
}

/** What the page of one snapshot shows. */
export class SnapshotPageModel implements IDisposable {
  constructor(
    readonly list: SnapshotsModel,
    readonly id: string
  ) {
    list.stateChanged.connect(this._onList, this);
    void list.open();
    void this.refresh();
  }

  get state(): ISnapshotPageState {
    return this._state;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /** Snapshots that it can be compared with. */
  get others(): readonly SnapshotSummary[] {
    return this.list.state.items.filter(({ id }) => id !== this.id);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      if (!this.list.isDisposed) {
        this.list.stateChanged.disconnect(this._onList, this);
      }
      Signal.clearData(this);
    }
  }

  /** All files of the snapshot, read as they are looked at. */
  readonly tree: ITreeSource = {
    folder: (path, offset) =>
      this.list.client.folder(this.list.scope, this.id, { path, offset }),
    file: path =>
      snapshotVersion(this.list.client, this.list.scope, this.id, path)
  };

  /** Compares with another one, or with now. */
  async compare(other: string): Promise<void> {
    this._set({ other, diff: null });
    await this.refresh();
  }

  /** Reads it, and how it differs, again. */
  async refresh(): Promise<void> {
    const { client, scope } = this.list;
    const { other } = this._state;
    try {
      const [snapshot, diff] = await Promise.all([
        client.get(scope, this.id),
        client.diff(scope, other, this.id)
      ]);
      if (other === this._state.other) {
        this._set({ snapshot, diff, problem: null });
      }
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this._set({ problem: error.problem });
    }
  }

  private _onList(): void {
    const { items } = this.list.state;
    if (items !== this._items) {
      this._items = items;
      void this.refresh();
    }
  }

  private _set(change: Partial<ISnapshotPageState>): void {
    if (!this._isDisposed) {
      this._state = { ...this._state, ...change };
      this._stateChanged.emit();
    }
  }

  private _state: ISnapshotPageState = {
    snapshot: null,
    diff: null,
    other: NOW,
    problem: null
  };
  private _items: readonly SnapshotSummary[] = [];
  private _isDisposed = false;
  private readonly _stateChanged = new Signal<this, void>(this);
}
