import { EngineError } from '../../../client/engine-client';
import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import type { Operation, Problem } from '../../../core/api/types';
import { StateModel } from '../../model/state-model';
import { followOperation } from './follow-operation';

/** What a state says of the one thing that is being done. */
export interface IOperatingState {
  /** `null` when nothing is being done. */
  readonly operation: Operation | null;
  /** Why what was asked last did not work. */
  readonly problem: Problem | null;
}

/** A state about a notebook's workspace, and the operations of the engine that change it. */
export abstract class OperatingModel<
  S extends IOperatingState
> extends StateModel<S> {
  constructor(
    readonly client: SnapshotClient,
    private readonly _scope: () => NotebookScope,
    state: S,
    private readonly _wait?: number
  ) {
    super(state);
  }

  get scope(): NotebookScope {
    return this._scope();
  }

  override dispose(): void {
    this._abort.abort();
    super.dispose();
  }

  /** Aborted when this is disposed of, for requests that nobody waits for any more. */
  protected get signal(): AbortSignal {
    return this._abort.signal;
  }

  /** Asks what is being done to stop; it ends later, with everything as it was. */
  async cancel(): Promise<void> {
    const { operation } = this.state;
    if (operation) {
      await this.guard(async () => {
        await this.client.cancel(this.scope, operation.id);
      });
    }
  }

  /**
   * Follows what is begun to its end, which the state shows meanwhile; resolves with its result,
   * or with `null` when it failed, for the reason in the state.
   */
  protected async operate(begin: () => Promise<Operation>): Promise<unknown> {
    let result: unknown = null;
    await this.guard(async () => {
      const begun = await begin();
      const options = { signal: this.signal, wait: this._wait };
      for await (const operation of followOperation(
        this.client,
        this.scope,
        begun,
        options
      )) {
        this.assign({ operation });
        result = operation.state === 'succeeded' ? operation.result : null;
      }
    });
    const { operation: ended } = this.state;
    // Who cancelled it knows why it ended.
    const failure = ended && ended.state !== 'cancelled' ? ended.problem : null;
    this.assign({ operation: null });
    if (failure) {
      this.assign({ problem: asProblem(failure) });
    }
    return result;
  }

  /** Does a request; what the engine says against it stands in the state. */
  protected async guard(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this.assign({ problem: error.problem });
    }
  }

  protected override assign(
    change: Partial<S> | Partial<IOperatingState>
  ): void {
    super.assign({ ...this.state, ...change });
  }

  private readonly _abort = new AbortController();
}

/** What an operation says of its failure, in the form that answers have. */
export function asProblem({
  code,
  detail,
  hint
}: NonNullable<Operation['problem']>): Problem {
  return {
    type: 'about:blank',
    title: code,
    status: 500,
    code,
    detail,
    ...(hint !== undefined && { hint })
  };
}
