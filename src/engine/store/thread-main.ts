import { parentPort, workerData } from 'node:worker_threads';

import {
  Committer,
  type Committed,
  isOfStore,
  type Statement
} from './committer';
import { GroupCommit, type Manner } from './group-commit';

/** What the store's thread is asked. */
export type Request =
  | {
      readonly id: number;
      readonly statements: readonly Statement[];
      readonly manner: Manner;
    }
  | { readonly giveUp: true }
  | { readonly close: true };

/** What it answers; without an id: it opened the database or could not, or cannot write now. */
export type Answer =
  | { readonly id: number; readonly outcome: Committed }
  | { readonly opened: true }
  | { readonly stuck: string }
  | {
      readonly failed: string;
      readonly name: string;
      readonly unusable: boolean;
    };

const port = parentPort;
if (port) {
  try {
    serve(new Committer(workerData.file), message => port.postMessage(message));
    port.postMessage({ opened: true } satisfies Answer);
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    port.postMessage({
      failed: error.message,
      name: error.name,
      unusable: isOfStore(reason)
    } satisfies Answer);
    port.close();
  }
}

function serve(committer: Committer, answer: (message: Answer) => void): void {
  const group = new GroupCommit(committer, stuck => answer({ stuck }));
  port?.on('message', (request: Request) => {
    if ('close' in request) {
      group.giveUp();
      committer.close();
      port.close();
    } else if ('giveUp' in request) {
      group.giveUp();
    } else {
      const { id, statements, manner } = request;
      const settle = (outcome: Committed) => answer({ id, outcome });
      group.add({ statements, manner, settle });
    }
  });
}
