import type { Problem, RunSummary } from '../../core/api/types';
import type { RunProgress } from '../../core/view';

/** What is known of the engine: asked or not, there, not there, or silent since a time. */
export type Connection =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'absent'; readonly problem: Problem }
  | { readonly kind: 'lost'; readonly since: Date };

/** The runs of one notebook, as far as they are known here. */
export interface IRunsState {
  readonly connection: Connection;
  /** The newest run, followed while it is active. */
  readonly progress: RunProgress | null;
  /** Newest first. */
  readonly history: readonly RunSummary[];
  /** A request that is on its way. */
  readonly pending: 'start' | 'stop' | null;
  /** Why the last request was refused; `null` again with the next one. */
  readonly refused: Problem | null;
}

/** Times in milliseconds; tests make them short. */
export interface IRunsTimes {
  /** Events are gathered this long before the state changes once. */
  readonly gather: number;
  /** Wait before a broken connection is tried again. */
  readonly retry: number;
}

/** How many runs are read: what the lines of the metrics show, and some more. */
export const HISTORY = 12;

/** What people bear well: quick enough to watch, rare enough to cost nothing. */
export const TIMES: IRunsTimes = { gather: 250, retry: 3000 };

/** Before the engine was asked. */
export const START: IRunsState = {
  connection: { kind: 'unknown' },
  progress: null,
  history: [],
  pending: null,
  refused: null
};
