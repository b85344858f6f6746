import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { EngineError, type NotebookScope } from '../../client/engine-client';
import type { SnapshotClient } from '../../client/snapshot-client';
import type {
  Operation,
  Problem,
  SnapshotDiff,
  SnapshotSummary,
  SnapshotUsage
} from '../../core/api/types';
import { followOperation } from './follow-operation';

/** The snapshots of one workspace, as far as they are known here. */
export interface ISnapshotsState {
  /** False until the list was read once; what is known stays while it is read again. */
  readonly isRead: boolean;
  /** Newest first. */
  readonly items: readonly SnapshotSummary[];
  /** Where the next page begins; `null` when all are here. */
  readonly next: string | null;
  readonly usage: SnapshotUsage | null;
  /** What changed since the newest; `null` when there is none or it is not known. */
  readonly now: SnapshotDiff | null;
  /** Why the list, or what was asked last, did not work. */
  readonly problem: Problem | null;
  /** Key of the row that is chosen. */
  readonly selected: string | null;
  /** Keys of rows that show their equal neighbours. */
  readonly unfolded: ReadonlySet<string>;
  /** What is being done; `null` when nothing is. */
  readonly operation: Operation | null;
  /** True while a message for a new one can be typed. */
  readonly isFormOpen: boolean;
}

/** How many are read at once. */
export const PAGE = 100;

/**
 * The list of snapshots of a notebook's workspace. It asks the engine nothing until
 * {@link open}, so that who never looks at it pays nothing.
 */
export class SnapshotsModel implements IDisposable {
  constructor(
    readonly client: SnapshotClient,
    private readonly _scope: () => NotebookScope,
    private readonly _wait?: number
  ) {}

  get state(): ISnapshotsState {
    return this._state;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get scope(): NotebookScope {
    return this._scope();
  }

  get isDisposed(): boolean {
    return this._abort.signal.aborted;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._abort.abort();
      Signal.clearData(this);
    }
  }

  /** Reads the list, for somebody looks at it from now on. */
  async open(): Promise<void> {
    if (!this._isOpened) {
      this._isOpened = true;
      await this._read();
    }
  }

  /** Reads it again, if somebody has looked at it. */
  async refresh(): Promise<void> {
    if (this._isOpened) {
      await this._read();
    }
  }

  /** Reads the next page. */
  async more(): Promise<void> {
    const { next } = this._state;
    if (next !== null) {
      await this._guard(async () => {
        const page = await this.client.list(this._scope(), {
          limit: PAGE,
          next
        });
        if (this._state.next === next) {
          const items = [...this._state.items, ...page.items];
          this._set({ items, next: page.next });
        }
      });
    }
  }

  /** Chooses a row, so that its actions are seen; `null` chooses none. */
  select(key: string | null): void {
    this._set({ selected: key });
  }

  /** Shows or folds the neighbours of a row that hold the same files. */
  toggle(key: string): void {
    const unfolded = new Set(this._state.unfolded);
    if (!unfolded.delete(key)) {
      unfolded.add(key);
    }
    this._set({ unfolded });
  }

  /** Opens or closes the form for a message. */
  showForm(isFormOpen: boolean): void {
    this._set({ isFormOpen });
  }

  /** Takes a snapshot of the workspace as it is; resolves when it is there. */
  async take(message: string): Promise<void> {
    this._set({ isFormOpen: false });
    await this._do(() =>
      this.client.create({
        ...this._scope(),
        ...(message !== '' && { message })
      })
    );
  }

  /** Gives a snapshot a name under which it is never pruned; `null` takes it back. */
  async keep(id: string, name: string | null): Promise<void> {
    await this._guard(async () => {
      await this.client.keep(this._scope(), id, name);
      await this.refresh();
    });
  }

  /** Copies a snapshot to another place; resolves with its URL there, if that worked. */
  async publish(id: string, remote: string): Promise<string | null> {
    const result = await this._do(() =>
      this.client.publish(this._scope(), id, remote)
    );
    return isPlace(result) ? result.url : null;
  }

  /** Takes a snapshot off the list. */
  async remove(id: string): Promise<void> {
    await this._guard(async () => {
      await this.client.remove(this._scope(), id);
      await this.refresh();
    });
  }

  /** Asks what is being done to stop. */
  async cancel(): Promise<void> {
    const { operation } = this._state;
    if (operation) {
      await this._guard(async () => {
        await this.client.cancel(this._scope(), operation.id);
      });
    }
  }

  /** Forgets what did not work. */
  dismiss(): void {
    this._set({ problem: null });
  }

  private async _read(): Promise<void> {
    await this._guard(async () => {
      const scope = this._scope();
      const [page, usage] = await Promise.all([
        this.client.list(scope, { limit: PAGE }),
        this.client.usage(scope)
      ]);
      const { items, next } = page;
      this._set({ isRead: true, items, next, usage, problem: null });
      const [newest] = items;
      const now = newest
        ? await this.client.diff(scope, newest.id, 'now')
        : null;
      this._set({ now });
    });
  }

  /** Follows what was begun to its end, and reads the list again; resolves with its result. */
  private async _do(begin: () => Promise<Operation>): Promise<unknown> {
    let result: unknown = null;
    await this._guard(async () => {
      const begun = await begin();
      const { signal } = this._abort;
      for await (const operation of followOperation(
        this.client,
        this._scope(),
        begun,
        { signal, wait: this._wait }
      )) {
        this._set({ operation });
        result = operation.state === 'succeeded' ? operation.result : null;
      }
    });
    const problem = this._state.operation?.problem ?? null;
    this._set({ operation: null });
    await this.refresh();
    if (problem) {
      this._set({ problem: asProblem(problem) });
    }
    return result;
  }

  private async _guard(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      if (!(error instanceof EngineError)) {
        throw error;
      }
      this._set({ problem: error.problem });
    }
  }

  private _set(change: Partial<ISnapshotsState>): void {
    if (!this.isDisposed) {
      this._state = { ...this._state, ...change };
      this._stateChanged.emit();
    }
  }

  private _state: ISnapshotsState = {
    isRead: false,
    items: [],
    next: null,
    usage: null,
    now: null,
    problem: null,
    selected: null,
    unfolded: new Set(),
    operation: null,
    isFormOpen: false
  };
  private _isOpened = false;
  private readonly _abort = new AbortController();
  private readonly _stateChanged = new Signal<this, void>(this);
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

function isPlace(value: unknown): value is { readonly url: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string'
  );
}
