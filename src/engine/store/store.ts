import * as fs from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

import * as messages from '../messages';
import { type Layout, layoutOf } from './layout';
import { ObjectStore } from './objects';
import { openDirectWriter, openThreadWriter, type Writer } from './writer';

type Row = Readonly<Record<string, unknown>>;

/** An open store: everything a workspace's runs leave behind. One writer, this process. */
export class Store {
  readonly objects: ObjectStore;

  constructor(
    readonly layout: Layout,
    readonly writer: Writer,
    private readonly reader: DatabaseSync,
    /** Why nothing can be written here; null when it can. */
    readonly unwritable: string | null = null
  ) {
    this.objects = new ObjectStore(layout);
  }

  /** Rows of a query, as the last commit left them. */
  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.reader.prepare(sql).all(...values) as T[];
  }

  /** The first row of a query. */
  first<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.all<T>(sql, ...values)[0];
  }

  /** Runs queries that must all see the same moment. */
  atOnce<T>(read: () => T): T {
    this.reader.exec('BEGIN');
    try {
      return read();
    } finally {
      this.reader.exec('COMMIT');
    }
  }

  async close(): Promise<void> {
    this.reader.close();
    await this.writer.close();
  }
}

export interface StoreOptions {
  /** Script of the store's thread; without it the database is written on this thread. */
  readonly program?: string;
}

/** What was found on opening. */
export interface Opened {
  readonly store: Store;
  /** Where a damaged database was put, when there was one. */
  readonly movedAside: string | null;
}

/** Makes the folder of a store, which ignores itself in git. */
export async function makeHome(layout: Layout): Promise<void> {
  if (!existsSync(layout.home)) {
    // Making several folders at once hides why the first could not be made.
    await fs.mkdir(layout.home).catch(ignoreExisting);
  }
  for (const folder of [layout.objects, layout.tmp, layout.runs]) {
    await fs.mkdir(folder, { recursive: true });
  }
  const ignore = join(layout.home, '.gitignore');
  if (!existsSync(ignore)) {
    await fs.writeFile(ignore, '*\n');
  }
}

/** Opens the store of a workspace for writing; the caller holds its lock. */
export async function openStore(
  workspace: string,
  options: StoreOptions
): Promise<Opened> {
  const layout = layoutOf(workspace);
  await makeHome(layout);
  const movedAside = isDamaged(layout.database)
    ? await moveAside(layout.database)
    : null;
  const onStuck = (why: string) => {
    process.stderr.write(`${messages.storeWaits(layout.home, why)}\n`);
  };
  const writer = options.program
    ? await openThreadWriter(layout.database, options.program, onStuck)
    : openDirectWriter(layout.database, onStuck);
  const reader = new DatabaseSync(layout.database, { readOnly: true });
  reader.exec('PRAGMA busy_timeout=5000');
  return { store: new Store(layout, writer, reader), movedAside };
}

// Another engine may just have made it.
function ignoreExisting(reason: NodeJS.ErrnoException): void {
  if (reason.code !== 'EEXIST') {
    throw reason;
  }
}

// A write-ahead log that is still there says that the last engine did not close the store.
function isDamaged(file: string): boolean {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (!existsSync(file) || !log || log.size === 0) {
    return false;
  }
  try {
    const database = new DatabaseSync(file);
    try {
      const found = database.prepare('PRAGMA quick_check(1)').get();
      return found?.quick_check !== 'ok';
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}

async function moveAside(file: string): Promise<string> {
  const aside = `${file}.damaged-${Date.now()}`;
  await fs.rename(file, aside);
  for (const part of ['-wal', '-shm']) {
    await fs.rm(`${file}${part}`, { force: true });
  }
  return aside;
}
