import type { SQLInputValue } from 'node:sqlite';

import type { RunState, StepState } from '../../core/api/types';
import type { Statement } from '../store/committer';
import type { AttemptState } from './transitions';

/** A row of table `run`; JSON columns are still text. */
export interface RunRow {
  readonly id: string;
  readonly notebook: string;
  readonly number: number;
  readonly state: RunState;
  readonly target: string;
  readonly reason: string;
  readonly origin: string | null;
  readonly pipeline: string;
  readonly parameters: string;
  readonly tree: string;
  readonly options: string;
  readonly metrics: string | null;
  readonly error: string | null;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  /** URL of the workspace as it was when the run began. */
  readonly snapshot: string | null;
}

export interface StepRow {
  readonly run: string;
  readonly name: string;
  readonly position: number;
  readonly state: StepState;
  readonly why: string | null;
  readonly result: string | null;
  readonly attempts: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly error: string | null;
  /** URLs of the workspace before and after the step. */
  readonly before: string | null;
  readonly after: string | null;
  /** JSON list of variables for which the budget of the snapshot did not reach; null for none. */
  readonly unsaved: string | null;
}

export interface AttemptRow {
  readonly run: string;
  readonly step: string;
  readonly number: number;
  readonly state: AttemptState;
  readonly pid: number | null;
  readonly pid_start: string | null;
  readonly boot: string | null;
  readonly report: string | null;
}

export interface EventRow {
  readonly seq: number;
  readonly run: string | null;
  readonly step: string | null;
  readonly attempt: number | null;
  readonly kind: string;
  readonly at: number;
  readonly data: string;
}

type Columns = Readonly<Record<string, SQLInputValue>>;

/** A statement that adds one row. */
export function insert(table: string, columns: Columns): Statement {
  const names = Object.keys(columns);
  return {
    sql: `INSERT INTO ${table}(${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    values: Object.values(columns)
  };
}

/** A statement that changes exactly one row; the transaction is refused when it is not there. */
export function update(table: string, set: Columns, where: Columns): Statement {
  const assign = Object.keys(set).map(name => `${name} = ?`);
  const match = Object.keys(where).map(name => `${name} = ?`);
  return {
    sql: `UPDATE ${table} SET ${assign.join(', ')} WHERE ${match.join(' AND ')}`,
    values: [...Object.values(set), ...Object.values(where)],
    expect: 1
  };
}
