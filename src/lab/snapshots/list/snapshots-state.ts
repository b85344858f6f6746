import type {
  Recovery,
  SnapshotDiff,
  SnapshotSummary,
  SnapshotUsage
} from '../../../core/api/types';
import type { IOperatingState } from '../operation/operating-model';

/** The snapshots of one workspace, as far as they are known here. */
export interface ISnapshotsState extends IOperatingState {
  /** False until the list was read once; what is known stays while it is read again. */
  readonly isRead: boolean;
  /** Newest first. */
  readonly items: readonly SnapshotSummary[];
  /** Where the next page begins; `null` when all are here. */
  readonly next: string | null;
  readonly usage: SnapshotUsage | null;
  /** What changed since the newest; `null` when there is none or it is not known. */
  readonly now: SnapshotDiff | null;
  /** Key of the row that is chosen. */
  readonly selected: string | null;
  /** Keys of rows that show their equal neighbours. */
  readonly unfolded: ReadonlySet<string>;
  /** True while a message for a new one can be typed. */
  readonly isFormOpen: boolean;
  /** What was decided here about interrupted openings, where that replaced anything. */
  readonly decided: readonly Recovery[];
}

/** Before anything was read. */
export const NOTHING_READ: ISnapshotsState = {
  isRead: false,
  items: [],
  next: null,
  usage: null,
  now: null,
  problem: null,
  selected: null,
  unfolded: new Set(),
  operation: null,
  isFormOpen: false,
  decided: []
};
