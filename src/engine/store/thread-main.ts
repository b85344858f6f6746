import { parentPort, workerData } from 'node:worker_threads';

import { Committer, type Committed, type Statement } from './committer';
import { GroupCommit } from './group-commit';

/** What the store's thread is asked. */
export type Request =
  | {
      readonly id: number;
      readonly statements: readonly Statement[];
      readonly patient: boolean;
    }
  | { readonly close: true };

/** What it answers; without an id: it opened the database, or could not. */
export type Answer =
  | { readonly id: number; readonly outcome: Committed }
  | { readonly opened: true }
  | { readonly failed: string; readonly name: string };

const port = parentPort;
if (port) {
  try {
    serve(new Committer(workerData.file), message => port.postMessage(message));
    port.postMessage({ opened: true } satisfies Answer);
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    port.postMessage({
      failed: error.message,
      name: error.name
    } satisfies Answer);
    port.close();
  }
}

function serve(committer: Committer, answer: (message: Answer) => void): void {
  const group = new GroupCommit(committer);
  port?.on('message', (request: Request) => {
    if ('close' in request) {
      group.flush();
      committer.close();
      port.close();
      return;
    }
    const { id, statements, patient } = request;
    group.add({
      statements,
      patient,
      settle: outcome => answer({ id, outcome })
    });
  });
}
