import { Worker } from 'node:worker_threads';

import {
  Committer,
  NewerStoreError,
  type Committed,
  type Statement
} from './committer';
import { GroupCommit, type Manner } from './group-commit';
import type { Answer, Request } from './thread-main';

/** The way into the database for changes; there is one per store. */
export interface Writer {
  /**
   * One transaction, `try` if not said otherwise. Resolves when it is durable, with the row id
   * of each statement; rejects with a {@link StoreError} when it was refused, and then nothing
   * of it happened. Transactions are committed, and resolve, in the order of the calls.
   */
  write(
    statements: readonly Statement[],
    manner?: Manner
  ): Promise<readonly number[]>;
  /** Refuses from now on what cannot be written at once, also what waits for a full disk. */
  giveUp(): void;
  /** Commits what waits and closes. */
  close(): Promise<void>;
}

/** Raised when the database refused a transaction. */
export class StoreError extends Error {}

/** Raised when the store cannot be written at all, whatever the transaction. */
export class UnusableStoreError extends StoreError {}

/** Told why the store cannot be written at the moment; what insists waits. */
export type OnStuck = (why: string) => void;

function unwrap(outcome: Committed): readonly number[] {
  if ('error' in outcome) {
    throw outcome.unusable
      ? new UnusableStoreError(outcome.error)
      : new StoreError(outcome.error);
  }
  return outcome.rows;
}

/** A writer in a thread of its own, as commits block: `program` is the thread's script. */
export async function openThreadWriter(
  file: string,
  program: string,
  onStuck: OnStuck
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
      } else if ('stuck' in answer) {
        onStuck(answer.stuck);
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
    write: (statements, manner = 'try') =>
      new Promise<Committed>(resolve => {
        waiting.set(++last, resolve);
        ask({ id: last, statements, manner });
      }).then(unwrap),
    giveUp: () => ask({ giveUp: true }),
    close: async () => {
      ask({ close: true });
      await exited;
    }
  };
}

function failure({
  failed,
  name,
  unusable
}: Extract<Answer, { failed: string }>): Error {
  if (name === 'NewerStoreError') {
    return new NewerStoreError(failed);
  }
  return unusable ? new UnusableStoreError(failed) : new StoreError(failed);
}

/** The same without a thread, for programs that are not bundled. */
export function openDirectWriter(file: string, onStuck: OnStuck): Writer {
  const committer = new Committer(file);
  const group = new GroupCommit(committer, onStuck);
  return {
    write: (statements, manner = 'try') =>
      new Promise<Committed>(settle =>
        group.add({ statements, manner, settle })
      ).then(unwrap),
    giveUp: () => group.giveUp(),
    close: async () => {
      group.giveUp();
      committer.close();
    }
  };
}
