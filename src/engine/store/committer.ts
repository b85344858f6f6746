import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

import { textOf } from '../failure';
import { passPoint } from './points';
import { MIGRATIONS, PRAGMAS } from './schema';

/** One change of the database. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  /** Rows it must change, else the whole transaction it belongs to is refused. */
  readonly expect?: number;
}

/** What became of one transaction: the row id of each statement, or why it was refused. */
export type Committed =
  | { readonly rows: readonly number[] }
  /** `unusable`: the store could not be written at all; the transaction itself may be good. */
  | { readonly error: string; readonly unusable?: boolean };

/** The one connection that writes. Everything here blocks, so it lives in the store's thread. */
export class Committer {
  private readonly database: DatabaseSync;
  private readonly prepared = new Map<
    string,
    ReturnType<DatabaseSync['prepare']>
  >();

  constructor(file: string) {
    this.database = new DatabaseSync(file);
    // Before anything is set: what a later release wrote is not touched.
    refuseNewer(this.database);
    this.database.exec(PRAGMAS);
    migrate(this.database, file);
  }

  /**
   * Commits several transactions as one, so that one fsync serves all; each is still all or
   * nothing on its own. Throws when the database cannot be written at all, as on a full disk:
   * then nothing of any of them happened, and all may be tried again.
   */
  commit(transactions: readonly (readonly Statement[])[]): Committed[] {
    passPoint('store.begin');
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = transactions.map(statements => this.one(statements));
      this.database.exec('COMMIT');
      passPoint('store.commit');
      return outcomes;
    } catch (reason) {
      // After some failures SQLite has rolled back already, after others it has not.
      if (this.database.isTransaction) {
        this.database.exec('ROLLBACK');
      }
      throw reason;
    }
  }

  close(): void {
    this.database.close();
  }

  private one(statements: readonly Statement[]): Committed {
    this.database.exec('SAVEPOINT one');
    try {
      const rows = statements.map(statement => this.run(statement));
      this.database.exec('RELEASE one');
      return { rows };
    } catch (reason) {
      if (isOfStore(reason)) {
        throw reason;
      }
      this.database.exec('ROLLBACK TO one; RELEASE one');
      return { error: textOf(reason) };
    }
  }

  private run({ sql, values, expect }: Statement): number {
    let prepared = this.prepared.get(sql);
    if (!prepared) {
      prepared = this.database.prepare(sql);
      this.prepared.set(sql, prepared);
    }
    const { changes, lastInsertRowid } = prepared.run(...values);
    if (expect !== undefined && Number(changes) !== expect) {
      throw new Error(`${String(changes)} rows changed by: ${sql}`);
    }
    return Number(lastInsertRowid);
  }
}

/** Version of the store that a database file holds. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

/** Raised for a store that a later release wrote: it is never taken back. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
}

// Out of memory, read-only, failed input or output, full, cannot be opened.
const STORE_CODES = [7, 8, 10, 13, 14];

// The low byte is SQLite's primary code. The fault is the store's, not the transaction's.
export function isOfStore(reason: unknown): boolean {
  return (
    typeof reason === 'object' &&
    reason !== null &&
    'errcode' in reason &&
    STORE_CODES.includes(Number(reason.errcode) & 0xff)
  );
}

function refuseNewer(database: DatabaseSync): void {
  const version = versionOf(database);
  if (version > MIGRATIONS.length) {
    database.close();
    throw new NewerStoreError(String(version));
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const version = versionOf(database);
  const backup = `${file}.v${version}`;
  if (version > 0 && version < MIGRATIONS.length && !existsSync(backup)) {
    database.prepare('VACUUM INTO ?').run(backup);
  }
  for (let next = version; next < MIGRATIONS.length; next++) {
    passPoint('store.migrate');
    database.exec(
      `BEGIN IMMEDIATE; ${MIGRATIONS[next]}; PRAGMA user_version=${next + 1}; COMMIT;`
    );
  }
}
