import { accessSync, constants, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

import { codeOf } from '../failure';
import { isOfStore, NewerStoreError, versionOf } from './committer';
import { type Layout, layoutOf } from './layout';
import { MIGRATIONS } from './schema';
import { Store } from './store';
import { UnusableStoreError, type Writer } from './writer';

const WRITE_CODES = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'];

/** True when a store could not be opened as nothing can be written, not as it is spoilt. */
export function isUnwritable(reason: unknown): boolean {
  return (
    reason instanceof UnusableStoreError ||
    WRITE_CODES.includes(codeOf(reason)) ||
    isOfStore(reason)
  );
}

/** True when the folder of a store may not be written to, whatever room there is. */
export function isReadOnly({ home }: Layout): boolean {
  try {
    accessSync(home, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/**
 * Opens the store of a workspace without writing anything, no lock and no log: what another
 * engine writes meanwhile is not seen. `why` is told to whoever wants to write.
 */
export function openToRead(workspace: string, why: string): Store {
  const layout = layoutOf(workspace);
  return new Store(layout, refusing(why), databaseToRead(layout), why);
}

function databaseToRead({ database }: Layout): DatabaseSync {
  if (existsSync(database)) {
    const url = pathToFileURL(database);
    url.search = 'immutable=1';
    const found = new DatabaseSync(url, { readOnly: true });
    const version = versionOf(found);
    if (version === MIGRATIONS.length) {
      return found;
    }
    found.close();
    if (version > MIGRATIONS.length) {
      throw new NewerStoreError(String(version));
    }
  }
  // None yet, or one that cannot be brought up to date: snapshots are told without it.
  const empty = new DatabaseSync(':memory:');
  MIGRATIONS.forEach(sql => empty.exec(sql));
  return empty;
}

function refusing(why: string): Writer {
  return {
    write: () => Promise.reject(new UnusableStoreError(why)),
    giveUp: () => undefined,
    close: () => Promise.resolve()
  };
}
