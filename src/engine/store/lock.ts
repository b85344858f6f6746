import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

import { bootId, startOf } from '../workers/processes';
import type { Layout } from './layout';
import { replaceFile } from './objects';

/** Who owns a store, and how to reach them; readable by this user only. */
export interface Owner {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  readonly pidStart: string | null;
  /** Unix socket on which the owner serves other engines. */
  readonly socket: string;
  readonly token: string;
}

/** Ownership of a store; the system gives it back when the process dies, however it dies. */
export interface Lock {
  release(): void;
}

/**
 * Takes a store, or returns null when another engine has it. What counts is a connection that
 * keeps an exclusive transaction open, never the text of the file and never its age.
 */
export function takeLock(layout: Layout): Lock | null {
  return lockFile(layout.lockDatabase);
}

/** Takes a lock that is a file of its own, or returns null when another process has it. */
export function lockFile(file: string): Lock | null {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout=0; BEGIN EXCLUSIVE');
  } catch (reason) {
    database.close();
    if (isBusy(reason)) {
      return null;
    }
    throw reason;
  }
  return { release: () => database.close() };
}

/** Tells other engines where the owner of the store answers. */
export async function announce(
  layout: Layout,
  { socket, token }: Pick<Owner, 'socket' | 'token'>
): Promise<void> {
  const owner: Owner = {
    host: hostname(),
    boot: bootId(),
    pid: process.pid,
    pidStart: startOf(process.pid),
    socket,
    token
  };
  await replaceFile(layout.lock, JSON.stringify(owner), 0o600);
}

/** Who says to own the store; null when nobody has said so yet. */
export function readOwner(layout: Layout): Owner | null {
  try {
    return JSON.parse(readFileSync(layout.lock, 'utf8'));
  } catch {
    return null;
  }
}

function isBusy(reason: unknown): boolean {
  // SQLITE_BUSY is 5.
  return (
    typeof reason === 'object' &&
    reason !== null &&
    'errcode' in reason &&
    reason.errcode === 5
  );
}
