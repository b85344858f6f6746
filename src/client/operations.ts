import type { Operation } from '../core/api/types';
import { EngineError } from './engine-client';
import type { NotebookScope } from './scope';
import type { SnapshotClient } from './snapshot-client';

/** Milliseconds between two looks at an operation. */
const BEAT_MS = 150;

/**
 * Waits for the end of an operation and resolves with its result. Rejects with an `EngineError`
 * when it failed or was cancelled. `onChange` hears how far it is.
 */
export async function settled(
  client: SnapshotClient,
  scope: NotebookScope,
  begun: Operation,
  onChange: (operation: Operation) => void = () => undefined
): Promise<unknown> {
  let now = begun;
  while (now.state === 'running') {
    await new Promise(done => setTimeout(done, BEAT_MS));
    now = await client.operation(scope, begun.id);
    onChange(now);
  }
  if (now.state === 'succeeded') {
    return now.result;
  }
  throw new EngineError({
    type: 'about:blank',
    title: now.kind,
    status: 409,
    code: now.problem?.code ?? now.state,
    detail: now.problem?.detail ?? now.state,
    ...(now.problem?.hint === undefined ? {} : { hint: now.problem.hint })
  });
}
