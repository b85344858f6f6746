import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Lock, lockFile } from './store/lock';

const PREFIX = 'kalette-engine-';
const LOCK = 'lock.db';

/**
 * The one temporary folder of an engine, readable by this user only: sockets, the runtime of its
 * steps, what its workers need. Made on first use. A folder whose engine was killed is removed
 * by the next engine; that an engine lives is known by a lock, which no other process inherits
 * and which the system gives back however the engine dies.
 */
export class PrivateFolder {
  private made: { readonly path: string; readonly lock: Lock } | null = null;

  /** Path of the folder. */
  get path(): string {
    this.made ??= make();
    return this.made.path;
  }

  remove(): void {
    if (this.made) {
      removeFolder(this.made.path);
      this.made.lock.release();
      this.made = null;
    }
  }
}

function make(): { readonly path: string; readonly lock: Lock } {
  removeAbandoned();
  // It gets its name once it is locked, so that nobody finds it without.
  const draft = mkdtempSync(join(tmpdir(), `.${PREFIX}`));
  const lock = lockFile(join(draft, LOCK));
  if (!lock) {
    throw new Error(`${draft} was taken by another process`);
  }
  const path = draft.replace(`.${PREFIX}`, PREFIX);
  renameSync(draft, path);
  return { path, lock };
}

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    if (!name.startsWith(PREFIX)) {
      continue;
    }
    try {
      if (lstatSync(path).uid === process.getuid?.() && isAbandoned(path)) {
        removeFolder(path);
      }
    } catch {
      // Another engine removes it at the same time, or it cannot be removed; it does no harm.
    }
  }
}

function isAbandoned(path: string): boolean {
  const file = join(path, LOCK);
  if (!existsSync(file)) {
    return true;
  }
  const lock = lockFile(file);
  lock?.release();
  return lock !== null;
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
