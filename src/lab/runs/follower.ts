import type { EngineClient } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';
import type { RunEvent } from '../../core/api/types';
import { Batch } from './batch';

/** Which events of which run, after which number. */
export type Followed = NotebookScope & {
  readonly run: string;
  readonly after: number;
};

/** Who is told what is heard of a run. */
export interface IFollowerTold {
  readonly events: (events: readonly RunEvent[]) => void;
  /** The events broke off before the end. */
  readonly lost: (reason: unknown) => void;
}

/** Listens to the events of one run at a time; they are told in bunches. */
export class Follower {
  /** `gather` is for how many milliseconds a bunch is gathered. */
  constructor(
    private readonly _engine: Pick<EngineClient, 'events'>,
    gather: number,
    private readonly _told: IFollowerTold
  ) {
    this._batch = new Batch(gather, _told.events);
  }

  /** Listens to a run from now on, unless it does already. */
  follow(followed: Followed): void {
    if (this._current?.run !== followed.run) {
      this.stop();
      const abort = new AbortController();
      this._current = { run: followed.run, abort };
      void this._consume(followed, abort.signal);
    }
  }

  stop(): void {
    this._current?.abort.abort();
    this._current = null;
    this._batch.clear();
  }

  private async _consume(
    followed: Followed,
    signal: AbortSignal
  ): Promise<void> {
    try {
      for await (const event of this._engine.events({ ...followed, signal })) {
        if (signal.aborted) {
          return;
        }
        this._batch.add(event);
      }
    } catch (error) {
      if (!signal.aborted) {
        this._told.lost(error);
      }
    }
  }

  private readonly _batch: Batch<RunEvent>;
  private _current: {
    readonly run: string;
    readonly abort: AbortController;
  } | null = null;
}
