import { Worker } from 'node:worker_threads';

import {
  Committer,
  NewerStoreError,
  type Committed,
  type Statement
} from './committer';
import { GroupCommit } from './group-commit';
import type { Answer, Request } from './thread-main';

/** The way into the database for changes; there is one per store. */
export interface Writer {
  /**
   * One transaction. Resolves when it is durable, with the row id of each statement; rejects
   * when it was refused, and then nothing of it happened. Transactions are committed, and
   * resolve, in the order of the calls.
   */
  write(
    statements: readonly Statement[],
    patient?: boolean
  ): Promise<readonly number[]>;
  /** Commits what waits and closes. */
  close(): Promise<void>;
}

/** Raised when the database refused a transaction. */
export class StoreError extends Error {}

function unwrap(outcome: Committed): readonly number[] {
  if ('error' in outcome) {
    throw new StoreError(outcome.error);
  }
  return outcome.rows;
}

/** A writer in a thread of its own, as commits block: `program` is the thread's script. */
export async function openThreadWriter(
  file: string,
  program: string
): Promise<Writer> {
  const thread = new Worker(program, { workerData: { file } });
  const waiting = new Map<number, (outcome: Committed) => void>();
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    thread.once('error', reject);
    thread.on('message', (answer: Answer) => {
      if ('opened' in answer) {
        resolve();
      } else if ('failed' in answer) {
        reject(failure(answer));
      } else {
        waiting.get(answer.id)?.(answer.outcome);
        waiting.delete(answer.id);
      }
    });
  });
  const exited = new Promise<void>(resolve => {
    thread.once('exit', () => {
      waiting.forEach(settle => settle({ error: 'the store was closed' }));
      resolve();
    });
  });
  const ask = (request: Request) => thread.postMessage(request);
  return {
    write: (statements, patient = false) =>
      new Promise<Committed>(resolve => {
        waiting.set(++last, resolve);
        ask({ id: last, statements, patient });
      }).then(unwrap),
    close: async () => {
      ask({ close: true });
      await exited;
    }
  };
}

function failure(answer: { failed: string; name: string }): Error {
  return answer.name === 'NewerStoreError'
    ? new NewerStoreError(answer.failed)
    : new StoreError(answer.failed);
}

/** The same without a thread, for programs that are not bundled. */
export function openDirectWriter(file: string): Writer {
  const committer = new Committer(file);
  const group = new GroupCommit(committer);
  return {
    write: (statements, patient = false) =>
      new Promise<Committed>(settle =>
        group.add({ statements, patient, settle })
      ).then(unwrap),
    close: async () => {
      group.flush();
      committer.close();
    }
  };
}
