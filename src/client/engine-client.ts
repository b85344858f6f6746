import type {
  Health,
  LogLine,
  Moved,
  MoveRequest,
  Page,
  Problem,
  Run,
  RunEvent,
  RunRequest,
  RunSummary
} from '../core/api/types';
import type { Json } from '../core/immutable';
import type { NotebookScope } from './scope';
import type { SnapshotClient } from './snapshot-client';

export interface EventQuery extends NotebookScope {
  readonly run?: string;
  /** Only events after this sequence number. */
  readonly after?: number;
  readonly signal: AbortSignal;
}

/**
 * What the engine does for its users, over whatever carries it: the Jupyter proxy in the
 * browser, a call in the same process for the command line, nothing in JupyterLite.
 * Every method rejects with an {@link EngineError}.
 */
export interface EngineClient {
  health(): Promise<Health>;
  /** A notebook has another path now; resolves with how many runs went with it. */
  moveRuns(request: MoveRequest): Promise<Moved>;
  startRun(request: RunRequest): Promise<Run>;
  /** Newest first. */
  listRuns(
    scope: NotebookScope,
    page?: { readonly limit?: number; readonly next?: string }
  ): Promise<Page<RunSummary>>;
  run(scope: NotebookScope, id: string): Promise<Run>;
  /**
   * Resolves when the request is taken; the run ends later. Steps get some seconds to end by
   * themselves; `force`, or a second request, ends them at once.
   */
  cancelRun(
    scope: NotebookScope,
    id: string,
    options?: { readonly force?: boolean }
  ): Promise<Run>;
  /** Continues an interrupted run. */
  resumeRun(scope: NotebookScope, id: string): Promise<Run>;
  removeRun(scope: NotebookScope, id: string): Promise<void>;
  /** Oldest first; with `last` only so many lines, from the end. */
  logs(
    scope: NotebookScope,
    id: string,
    step: string,
    part?: { readonly last?: number }
  ): Promise<readonly LogLine[]>;
  /** The executed notebook of a step, nbformat 4. */
  report(scope: NotebookScope, id: string, step: string): Promise<Json>;
  /**
   * Events in order, first those that happened already; reconnects by itself and ends only
   * when the signal is aborted. An event of kind `reset` says: read the resource again.
   */
  events(query: EventQuery): AsyncIterable<RunEvent>;
  readonly snapshots: SnapshotClient;
}

/** The engine refused, failed or could not be reached. */
export class EngineError extends Error {
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions
  ) {
    super(problem.detail, options);
    this.name = 'EngineError';
  }

  /** True when no engine answered at all. */
  get isUnreachable(): boolean {
    return this.problem.code === 'unreachable';
  }
}
