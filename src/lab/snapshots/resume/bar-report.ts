import { showErrorMessage } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import type { CodeKind, SnapshotVariable } from '../../../core/api/types';
import type { ILabContext } from '../../ui/lab-context';
import { askToLoad } from './ask-to-load';
import { canBeMade, runNeeded } from './needed-cells';
import { type ITaggedCell, leftOut, withCells } from './left-out';
import type { ResumeBarWidget } from './resume-bar-widget';
import type { ResumedMemory } from './resumed-memory';
import { loadAgain } from './resume-notebook';
import { ALL_RUN, type IResumed, withMade } from './resume-report';

/** How to load what of a snapshot was left out; as it is remembered. */
export interface IRest {
  /** Where it was opened, relative to what is served. */
  readonly folder: string;
  /** Whose workspace has it. */
  readonly scope: NotebookScope;
  /** Kinds of code that came along. */
  readonly allow: readonly CodeKind[];
  readonly variables: readonly Pick<
    SnapshotVariable,
    'name' | 'step' | 'tier'
  >[];
}

/** A notebook that was brought back, and what there is to say of it. */
export interface ITold {
  readonly bar: ResumeBarWidget;
  readonly panel: NotebookPanel;
  readonly resumed: IResumed;
  readonly rest: IRest;
}

/** Says in the bar above a notebook what is there, and offers what nobody had allowed yet. */
export class BarReport {
  constructor(
    private readonly _lab: ILabContext,
    private readonly _client: Pick<SnapshotClient, 'resume'>,
    private readonly _memory: ResumedMemory | null
  ) {}

  tell(told: ITold): void {
    const { bar, panel, rest } = told;
    const resumed = withCells(told.resumed, rest.variables, cellsOf(panel));
    bar.tell({ phase: null, isRestarted: false, resumed });
    const isOffered = this.offer({ ...told, resumed });
    // One that is gone was taken back.
    if (!bar.isDisposed) {
      const { state } = bar;
      const kept = isOffered ? { ...state, rest } : state;
      void this._memory?.remember(panel, kept);
    }
  }

  /** False where nothing was left out, and no cells make what is missing. */
  offer(told: ITold): boolean {
    const { bar, resumed, rest } = told;
    const names = leftOut(resumed, rest.variables, rest.allow);
    // Without its imports and functions it would fail.
    const isMakeable = !bar.state.isBare && canBeMade(resumed.missing);
    bar.tell({
      loadAll: names.length > 0 ? () => void this._loadAll(told, names) : null,
      runNeeded: isMakeable ? () => void this._runNeeded(told) : null
    });
    return names.length > 0 || isMakeable;
  }

  /** Loads Python objects too, if the user wants it: that runs code of whoever made them. */
  private async _loadAll(told: ITold, names: readonly string[]): Promise<void> {
    const { panel, rest } = told;
    if (!(await askToLoad(names, this._lab.trans)) || panel.isDisposed) {
      return;
    }
    const allow = [...rest.allow, 'variables'] as const;
    await this._stoppable(told, signal =>
      this._load({ ...told, rest: { ...rest, allow } }, signal)
    );
  }

  /**
   * Runs the cells that make what is missing. They may change and bind again what was loaded, so
   * all of it is loaded once more behind them.
   */
  private async _runNeeded(told: ITold): Promise<void> {
    const { bar, panel, resumed } = told;
    await this._stoppable(told, async signal => {
      bar.tell({ phase: 'needed' });
      const run = await runNeeded(panel, resumed.missing, signal);
      const { cells } = run;
      const now = { ...withMade(resumed, run.made), cells };
      return panel.isDisposed || signal.aborted
        ? { ...told, resumed: { ...now, isStopped: signal.aborted } }
        : this._load({ ...told, resumed: now }, signal);
    });
  }

  /** Loads the variables, once more, with what is allowed by now. */
  private async _load(told: ITold, signal: AbortSignal): Promise<ITold> {
    const { bar, panel, rest } = told;
    const { scope, folder, allow } = rest;
    const { id } = bar.state.snapshot;
    bar.tell({ phase: 'variables' });
    const resume = await this._client.resume(scope, id, { folder, allow });
    const again = resume && (await loadAgain(panel, resume, signal));
    const { made = [], cells = ALL_RUN } = told.resumed;
    const resumed = again && withMade({ ...again, cells }, made);
    return { ...told, resumed: resumed ?? told.resumed };
  }

  /** Does it in sight, with a way to stop it, and tells what came of it. */
  private async _stoppable(
    told: ITold,
    work: (signal: AbortSignal) => Promise<ITold>
  ): Promise<void> {
    const { bar } = told;
    const waiting = new AbortController();
    const stop = (): void => {
      bar.tell({ phase: 'stopping', stop: null });
      waiting.abort();
    };
    bar.tell({ phase: 'variables', stop });
    try {
      const done = await work(waiting.signal);
      bar.tell({ stop: null });
      this.tell(done);
    } catch (reason) {
      bar.tell({ stop: null });
      this.tell(told);
      await showErrorMessage(
        this._lab.trans.__('The variables could not be loaded'),
        reason instanceof Error ? reason : String(reason)
      );
    }
  }
}

function cellsOf({ content }: NotebookPanel): readonly ITaggedCell[] {
  return content.widgets.map(({ model }) => {
    const tags: unknown = model.getMetadata('tags');
    return { id: model.id, tags: Array.isArray(tags) ? tags.map(String) : [] };
  });
}
