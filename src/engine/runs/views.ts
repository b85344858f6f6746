import type {
  Run,
  RunEvent,
  RunStep,
  RunSummary,
  StepError
} from '../../core/api/types';
import type { Pipeline } from '../../core/pipeline/types';
import { floatsIn } from '../floats';
import type { Interpreter } from '../kernels/find';
import type { Store } from '../store/store';
import type { EventRow, RunRow, StepRow } from './rows';

/** What the `options` column of a run holds. */
export interface RunOptions {
  /** Name of the pipeline, so that a list needs no document. */
  readonly pipeline: string;
  readonly kernel: Interpreter;
  readonly until: string | null;
  /** Path of the notebook in the workspace when the run began, if it was moved since. */
  readonly notebook?: string;
  /** How long the run lay interrupted before it was continued, in ms. */
  readonly idle?: number;
}

/** Paths of the API are relative to what is served, those of the store to the workspace. */
export type Rename = (notebook: string) => string;

/** A time as the API writes it. */
export function time(at: number): string;
export function time(at: number | null): string | null;
export function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

const SUMMARY = `SELECT run.*,
  (SELECT count(*) FROM step WHERE step.run = run.id) AS total,
  (SELECT count(*) FROM step WHERE step.run = run.id
    AND step.state IN ('succeeded', 'cached')) AS done FROM run`;

type SummaryRow = RunRow & { readonly total: number; readonly done: number };

/** The runs of a notebook, or of the whole workspace; newest first. */
export function listRuns(
  store: Store,
  rename: Rename,
  query: {
    readonly notebook: string | null;
    readonly limit: number;
    /** Where the page before ended. */
    readonly before: { readonly created: number; readonly id: string } | null;
  }
): RunSummary[] {
  const { notebook, limit, before } = query;
  return store
    .all<SummaryRow>(
      `${SUMMARY} WHERE (? IS NULL OR notebook = ?)
       AND (? IS NULL OR (created, id) < (?, ?))
       ORDER BY created DESC, id DESC LIMIT ?`,
      notebook,
      notebook,
      before?.id ?? null,
      before?.created ?? null,
      before?.id ?? null,
      limit
    )
    .map(row => summaryOf(row, rename));
}

/** A run with its steps, all of one moment; null when there is none of this id. */
export async function viewRun(
  store: Store,
  rename: Rename,
  id: string
): Promise<Run | null> {
  const seen = store.atOnce(() => ({
    row: store.first<SummaryRow>(`${SUMMARY} WHERE id = ?`, id),
    steps: store.all<StepRow & { report: string | null }>(
      `SELECT step.*, (SELECT report FROM attempt WHERE attempt.run = step.run
        AND attempt.step = step.name AND report IS NOT NULL
        ORDER BY number DESC LIMIT 1) AS report
       FROM step WHERE run = ? ORDER BY position`,
      id
    ),
    cells: new Map(
      store
        .all<{ step: string; cell: string }>(
          `SELECT step, json_extract(data, '$.cell') AS cell, max(seq)
           FROM event WHERE run = ? AND kind = 'cell.started' GROUP BY step`,
          id
        )
        .map(({ step, cell }) => [step, cell])
    ),
    end: store.first<{ data: string }>(
      "SELECT data FROM event WHERE run = ? AND kind = 'run.succeeded'",
      id
    ),
    seq: store.first<{ seq: number | null }>(
      'SELECT max(seq) AS seq FROM event'
    )
  }));
  if (!seen.row) {
    return null;
  }
  // A run whose document was lost is shown all the same, without its edges.
  const pipeline = (await store.objects
    .readJson(seen.row.pipeline)
    .catch(() => null)) as Pipeline | null;
  const options: RunOptions = JSON.parse(seen.row.options);
  return {
    ...summaryOf(seen.row, rename),
    kernel: options.kernel.name,
    steps: seen.steps.map(row =>
      stepOf(
        row,
        pipeline?.steps.find(step => step.name === row.name)?.after ?? [],
        seen.cells.get(row.name) ?? null,
        row.report
      )
    ),
    files: seen.end ? (JSON.parse(seen.end.data).files ?? null) : null,
    seq: seen.seq?.seq ?? 0
  };
}

/** An event as the API shows it. */
export function eventOf(row: EventRow): RunEvent {
  const { at, data, ...rest } = row;
  return { ...rest, at: time(at), data: JSON.parse(data) };
}

function summaryOf(row: SummaryRow, rename: Rename): RunSummary {
  const options: RunOptions = JSON.parse(row.options);
  const { id, number, state, target, origin, error, total, done } = row;
  return {
    id,
    number,
    notebook: rename(row.notebook),
    pipeline: options.pipeline,
    state,
    target,
    origin,
    parameters: JSON.parse(row.parameters),
    metrics: row.metrics === null ? {} : JSON.parse(row.metrics),
    floats: {
      parameters: [...floatsIn(row.parameters)],
      metrics: [...floatsIn(row.metrics ?? '{}')]
    },
    error,
    createdAt: time(row.created),
    startedAt: time(row.started),
    endedAt: time(row.ended),
    seconds: activeSeconds(row, options),
    activeSince: activeSince(row, options),
    done,
    total
  };
}

/** When a run would have begun to be active until now without a break, as the API writes it. */
export function activeSince(
  { started }: Pick<RunRow, 'started'>,
  { idle = 0 }: RunOptions
): string | null {
  return time(started === null ? null : started + idle);
}

function activeSeconds(
  { started, ended }: RunRow,
  { idle = 0 }: RunOptions
): number | null {
  return started === null || ended === null
    ? null
    : Math.max(0, ended - started - idle) / 1000;
}

function stepOf(
  row: StepRow,
  after: readonly string[],
  cell: string | null,
  report: string | null
): RunStep {
  const { name, position, state, attempts, started, ended, why } = row;
  const error: StepError | null =
    row.error === null ? null : JSON.parse(row.error);
  return {
    name,
    position,
    state,
    after,
    attempts,
    startedAt: time(started),
    endedAt: time(ended),
    seconds:
      started === null || ended === null ? null : (ended - started) / 1000,
    error,
    report,
    snapshot: {
      before: row.before,
      after: row.after,
      ...(row.unsaved === null ? {} : { unsaved: JSON.parse(row.unsaved) })
    },
    cell,
    why
  };
}
