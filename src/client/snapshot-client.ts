import type {
  Inspection,
  Operation,
  Page,
  RecoveryChoice,
  RestoreRequest,
  Resume,
  ResumeRequest,
  Snapshot,
  SnapshotDiff,
  SnapshotFolder,
  SnapshotRequest,
  SnapshotSecrets,
  SnapshotSummary,
  SnapshotUsage,
  Subscription
} from '../core/api/types';
import type { NotebookScope } from './scope';

/** What stays when old snapshots are pruned; by default what fits into the room there is. */
export interface PrunePolicy {
  /** Of each bucket so many, the newest. */
  readonly keepLast?: number;
  /** All together take at most so much. */
  readonly maxBytes?: number;
  /** Only says what would be removed. */
  readonly dryRun?: boolean;
}

/**
 * Snapshots of workspaces. What takes a while answers with an operation, which goes on by itself;
 * `watch` tells how far it is. Every method rejects with an `EngineError`.
 */
export interface SnapshotClient {
  /** Newest first. */
  list(
    scope: NotebookScope,
    page?: { readonly limit?: number; readonly next?: string }
  ): Promise<Page<SnapshotSummary>>;
  usage(scope: NotebookScope): Promise<SnapshotUsage>;
  get(scope: NotebookScope, id: string): Promise<Snapshot>;
  /** Between two snapshots; `now` stands for the workspace as it is. Lists 500 if not said. */
  diff(
    scope: NotebookScope,
    from: string,
    to: string,
    page?: { readonly limit?: number }
  ): Promise<SnapshotDiff>;
  /** One file as it was; of the workspace as it is, if the id is `now`. */
  file(scope: NotebookScope, id: string, path: string): Promise<Blob>;
  /** What a folder of it holds; the root, if none is named. */
  folder(
    scope: NotebookScope,
    id: string,
    page?: {
      readonly path?: string;
      /** With all that is in its folders. */
      readonly recursive?: boolean;
      readonly offset?: number;
      readonly limit?: number;
    }
  ): Promise<SnapshotFolder>;
  /** The result is a `SnapshotSummary`. */
  create(request: SnapshotRequest): Promise<Operation>;
  /**
   * What opening a URL would do; nothing is written or run. Of a snapshot that lies elsewhere
   * only what is needed to tell is fetched, until the signal is aborted.
   */
  inspect(
    scope: NotebookScope,
    url: string,
    signal?: AbortSignal
  ): Promise<Inspection>;
  /** The result is `Restored`. */
  restore(request: RestoreRequest): Promise<Operation>;
  /** How to load variables of one that was opened, now with what the request allows. */
  resume(
    scope: NotebookScope,
    id: string,
    request: ResumeRequest
  ): Promise<Resume | null>;
  /** Trusts what a key signed from now on; `name` says whose it is. */
  trust(key: string, name: string): Promise<void>;
  /** Gives a name under which it is never pruned; null takes it back. */
  keep(
    scope: NotebookScope,
    id: string,
    name: string | null
  ): Promise<Snapshot>;
  /** What of it looks like a secret. */
  secrets(scope: NotebookScope, id: string): Promise<SnapshotSecrets>;
  /** The result is `{ url }`; what looks like a secret has to be allowed. */
  publish(
    scope: NotebookScope,
    id: string,
    remote: string,
    allowed?: { readonly secrets?: boolean }
  ): Promise<Operation>;
  remove(scope: NotebookScope, id: string): Promise<void>;
  /** Takes back what was published; the result is a `Withdrawn`. */
  withdraw(
    scope: NotebookScope,
    snapshot: string,
    remote: string
  ): Promise<Operation>;
  /** Gets a snapshot by its link without opening it; the result is a `SnapshotSummary`. */
  fetch(scope: NotebookScope, url: string): Promise<Operation>;
  /** Buckets of remotes that are followed, as they were last seen. */
  subscriptions(scope: NotebookScope): Promise<readonly Subscription[]>;
  /** Follows a bucket; no data is fetched. The result is a `Subscription`. */
  subscribe(
    scope: NotebookScope,
    remote: string,
    bucket: string
  ): Promise<Operation>;
  unsubscribe(
    scope: NotebookScope,
    remote: string,
    bucket: string
  ): Promise<void>;
  /** Looks at the followed buckets again; the result is a list of `Polled`. */
  poll(scope: NotebookScope): Promise<Operation>;
  verify(scope: NotebookScope): Promise<Operation>;
  /**
   * Puts interrupted openings right that wait for the user; the result is what became of each, as
   * in {@link SnapshotUsage}.
   */
  recover(scope: NotebookScope, choice: RecoveryChoice): Promise<Operation>;
  /** Gives back the room of snapshots that nothing keeps. */
  prune(scope: NotebookScope, policy?: PrunePolicy): Promise<Operation>;
  /** What a run changed, against the workspace as it is. */
  runChanges(scope: NotebookScope, run: string): Promise<SnapshotDiff>;
  /** One of the files that a run changed: as the run left it, or as it is now. */
  runFile(
    scope: NotebookScope,
    run: string,
    path: string,
    side: 'run' | 'now'
  ): Promise<Blob>;
  /** Copies files of a run into the workspace; the result is `Restored`. */
  applyRunFiles(
    scope: NotebookScope,
    run: string,
    paths: readonly string[]
  ): Promise<Operation>;
  operation(scope: NotebookScope, id: string): Promise<Operation>;
  /** Asks an operation to stop; it ends later, with everything as it was. */
  cancel(scope: NotebookScope, id: string): Promise<Operation>;
}
