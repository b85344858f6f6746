import { EngineError } from '../../../client/engine-client';
import type {
  Problem,
  Snapshot,
  SnapshotDiff,
  SnapshotSummary
} from '../../../core/api/types';
import { StateModel } from '../../model/state-model';
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

/** Before anything was read. */
const NOTHING_READ: ISnapshotPageState = {
  snapshot: null,
  diff: null,
  other: NOW,
  problem: null
};

/** What the page of one snapshot shows. */
export class SnapshotPageModel extends StateModel<ISnapshotPageState> {
  constructor(
    readonly list: SnapshotsModel,
    readonly id: string
  ) {
    super(NOTHING_READ);
    list.stateChanged.connect(this._onList, this);
    void list.open();
    void this.refresh();
  }

  /** Itself too: what others are called may follow from it. */
  get all(): readonly SnapshotSummary[] {
    return this.list.state.items;
  }

  /** Snapshots that it can be compared with. */
  get others(): readonly SnapshotSummary[] {
    return this.all.filter(({ id }) => id !== this.id);
  }

  override dispose(): void {
    if (!this.list.isDisposed) {
      this.list.stateChanged.disconnect(this._onList, this);
    }
    super.dispose();
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
    this.assign({ other, diff: null });
    await this.refresh();
  }

  /** Reads it, and how it differs, again. */
  async refresh(): Promise<void> {
    const { client, scope } = this.list;
    const { other } = this.state;
    try {
      const [snapshot, diff] = await Promise.all([
        client.get(scope, this.id),
        client.diff(scope, other, this.id)
      ]);
      if (other === this.state.other) {
        this.assign({ snapshot, diff, problem: null });
      }
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this.assign({ problem: error.problem });
    }
  }

  private _onList(): void {
    const { items } = this.list.state;
    if (items !== this._items) {
      this._items = items;
      void this.refresh();
    }
  }

  private _items: readonly SnapshotSummary[] = [];
}
