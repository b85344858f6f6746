import { showErrorMessage } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { NotebookScope } from '../../../client/scope';
import type { SnapshotClient } from '../../../client/snapshot-client';
import type { CodeKind, SnapshotVariable } from '../../../core/api/types';
import type { ILabContext } from '../../ui/lab-context';
import { askToLoad } from './ask-to-load';
import { type ITaggedCell, leftOut, withCells } from './left-out';
import type { ResumeBarWidget } from './resume-bar-widget';
import type { ResumedMemory } from './resumed-memory';
import { loadAgain } from './resume-notebook';
import type { IResumed } from './resume-report';

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

  /** False where nothing was left out. */
  offer(told: ITold): boolean {
    const { bar, resumed, rest } = told;
    const names = leftOut(resumed, rest.variables, rest.allow);
    const isOffered = names.length > 0;
    bar.tell({
      loadAll: isOffered ? () => void this._loadAll(told, names) : null
    });
    return isOffered;
  }

  /** Loads Python objects too, if the user wants it: that runs code of whoever made them. */
  private async _loadAll(told: ITold, names: readonly string[]): Promise<void> {
    const { bar, panel, rest } = told;
    const { trans } = this._lab;
    if (!(await askToLoad(names, trans)) || panel.isDisposed) {
      return;
    }
    const waiting = new AbortController();
    const stop = (): void => {
      bar.tell({ phase: 'stopping', stop: null });
      waiting.abort();
    };
    bar.tell({ phase: 'variables', stop });
    const allow = [...rest.allow, 'variables'] as const;
    const { scope, folder } = rest;
    const { id } = bar.state.snapshot;
    try {
      const resume = await this._client.resume(scope, id, { folder, allow });
      const again = resume && (await loadAgain(panel, resume, waiting.signal));
      bar.tell({ stop: null });
      const resumed = again ?? told.resumed;
      this.tell({ ...told, resumed, rest: { ...rest, allow } });
    } catch (reason) {
      bar.tell({ stop: null });
      this.tell(told);
      await showErrorMessage(
        trans.__('The variables could not be loaded'),
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
