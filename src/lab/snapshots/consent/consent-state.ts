import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import type {
  CodeKind,
  Inspection,
  Operation,
  Problem,
  Restored,
  RestoreRequest,
  SnapshotSummary
} from '../../../core/api/types';
import type { KernelNow } from './kernel-loss';

/** Where a snapshot is opened: in a folder that it gets, or over the workspace. */
export type Where = RestoreRequest['to'];

export interface IConsentState {
  /**
   * `unread` while nobody has agreed to ask a place on the network, `over` when there is nothing
   * more to decide.
   */
  readonly phase:
    'unread' | 'reading' | 'refused' | 'asking' | 'working' | 'over';
  /** Why it cannot be opened, or why the last attempt failed. */
  readonly problem: Problem | null;
  /** `null` until it was read. */
  readonly inspection: Inspection | null;
  readonly to: Where;
  /** The new folder, relative to what is served. */
  readonly folder: string;
  /** Kinds of code that may come along. */
  readonly allow: ReadonlySet<CodeKind>;
  /** Files that are left as they are here. */
  readonly keep: ReadonlySet<string>;
  /** Whether the kernel is restarted and gets the variables. */
  readonly isResumed: boolean;
  /** Whether the cell is gone to where the snapshot was taken. */
  readonly isShown: boolean;
  /** What was opened instead, of a snapshot that was taken before that; `null` if not known. */
  readonly opened: SnapshotSummary | null;
  /** Notebooks with changes that are saved first, when it is opened here. */
  readonly unsaved: readonly string[];
  /** Of the notebook that it goes over. */
  readonly kernel: KernelNow;
  /** How far it is. */
  readonly operation: Operation | null;
}

/** What the application does around an opening. */
export interface IConsentHost {
  /** Paths of open notebooks in the workspace whose changes are not on disk. */
  unsaved(workspace: string): readonly string[];
  /** Whether a notebook has a kernel now, and whether a cell runs in it. */
  kernel(notebook: string): Promise<KernelNow>;
  /** Writes those changes to disk; resolves with why it could not, else with `null`. */
  save(workspace: string): Promise<string | null>;
  /** Files of a workspace may have been written, though nobody can say how far. */
  interrupted(workspace: string): void;
  /** The engine has begun: what is agreed to goes on where this page is loaded again. */
  begun(operation: Operation, agreed: IAgreed): void;
  /** Nothing came of it. */
  ended(agreed: IAgreed): void;
  /** The files are there: goes on with the notebook, as was agreed. */
  restored(restored: Restored, agreed: IAgreed): void;
}

/** What was agreed to, for what comes after the files. */
export interface IAgreed {
  readonly inspection: Inspection;
  readonly to: Where;
  /** Files that were left as they are here. */
  readonly keep: ReadonlySet<string>;
  readonly isResumed: boolean;
  readonly isShown: boolean;
  /** Kinds of code that came along. */
  readonly allow: readonly CodeKind[];
  /** Whose workspace has the snapshot now. */
  readonly scope: NotebookScope;
}

export interface IConsentOptions {
  readonly client: SnapshotClient;
  /** Whose workspace is meant with `here`. */
  readonly scope: NotebookScope;
  /** As it was pasted. */
  readonly url: string;
  readonly to: Where;
  /** True for a link that was followed and not pasted: its place may have been chosen by others. */
  readonly isFollowed?: boolean;
  readonly host: IConsentHost;
  /** Milliseconds between looks; tests make them short. */
  readonly wait?: number;
}

/** Code of the problem that documents could not be saved before. */
export const NOT_SAVED = 'not_saved';

/** Code of the problem that files are no more as they were listed. */
export const CHANGED = 'changed_since';

/** Code of the problem that it may not go over the workspace by now. */
export const REFUSED = 'refused_here';

/** Before anything is known. */
export const START: IConsentState = {
  phase: 'reading',
  problem: null,
  inspection: null,
  to: 'new',
  folder: '',
  allow: new Set(),
  keep: new Set(),
  isResumed: true,
  isShown: true,
  opened: null,
  unsaved: [],
  kernel: 'none',
  operation: null
};

/** True where looking at a snapshot sends requests to another machine. */
export function isOnNetwork(url: string): boolean {
  return url.startsWith('snap+') && !url.startsWith('snap+file:');
}

export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) {
    next.add(item);
  }
  return next;
}

/** What is agreed to of the choices; of `filesOnly`, nothing that runs. */
export function agreedIn(
  { keep, isResumed, isShown, allow }: IConsentState,
  filesOnly: boolean
): Pick<IAgreed, 'keep' | 'isResumed' | 'isShown' | 'allow'> {
  return filesOnly
    ? { keep, isResumed: false, isShown: false, allow: [] }
    : { keep, isResumed, isShown, allow: [...allow] };
}
