import { EngineError } from '../../../client/engine-client';
import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import type { Operation } from '../../../core/api/types';

/** Milliseconds between two looks at something that takes a while. */
const WAIT = 300;

/**
 * An operation each time it was looked at, until it is over or the signal is aborted; it goes
 * on by itself when nobody looks. A server that is away for a while is waited for. Rejects with
 * an EngineError when the operation is not known (any more).
 */
export async function* followOperation(
  client: Pick<SnapshotClient, 'operation'>,
  scope: NotebookScope,
  begun: Operation,
  { signal, wait = WAIT }: { readonly signal: AbortSignal; wait?: number }
): AsyncIterable<Operation> {
  let now = begun;
  while (!signal.aborted) {
    yield now;
    if (now.state !== 'running') {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, wait));
    now = await look(client, scope, now);
  }
}

async function look(
  client: Pick<SnapshotClient, 'operation'>,
  scope: NotebookScope,
  last: Operation
): Promise<Operation> {
  try {
    return await client.operation(scope, last.id);
  } catch (error) {
    if (error instanceof EngineError && error.problem.status === 0) {
      return last;
    }
    throw error;
  }
}
