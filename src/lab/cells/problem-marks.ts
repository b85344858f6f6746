import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Diagnostic } from '../../core/diagnostic';
import type { CellId } from '../../core/notebook/types';
import { isSameData } from '../../core/same-data';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import type { StateChange } from '../model/pipeline-state';
import { hoverCard, type ICardOptions } from '../ui/hover-card';
import { problemCard } from './problem-card';
import { rectOfRange, viewOf } from './rect-of';
import { focusNotebook } from './reveal';
import { problemsAt, showProblems } from './problem-field';
import { whenIdle } from './when-idle';
import { WidgetWatch } from './widget-watch';

export interface IProblemMarksOptions {
  readonly panel: NotebookPanel;
  readonly model: NotebookPipelineModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

const NONE: readonly Diagnostic[] = [];

/**
 * Underlines problems in the code of a notebook, with a card over each. Listens at the notebook
 * as a whole, and touches only editors whose problems differ.
 */
export class ProblemMarks implements IDisposable {
  constructor(private readonly _options: IProblemMarksOptions) {
    const { model, panel } = _options;
    this._watch = new WidgetWatch(panel);
    model.stateChanged.connect(this._onState, this);
    this._watch.changed.connect(this._refresh, this);
    panel.content.node.addEventListener('pointerover', this);
    panel.content.node.addEventListener('pointerout', this);
    this._refresh();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._planned?.dispose();
    const { model, panel } = this._options;
    model.stateChanged.disconnect(this._onState, this);
    this._watch.dispose();
    panel.content?.node.removeEventListener('pointerover', this);
    panel.content?.node.removeEventListener('pointerout', this);
    Signal.clearData(this);
  }

  handleEvent(event: Event): void {
    const mark = (event.target as Element).closest?.('.jp-KaletteSquiggle');
    if (!mark) {
      return;
    }
    if (event.type === 'pointerover') {
      hoverCard.plan(() => this._cardOf(mark));
    } else {
      hoverCard.release();
    }
  }

  private _onState(_: NotebookPipelineModel, change: StateChange): void {
    if (change === 'analysis') {
      // To mark the text in use, its editor measures the page, which keys should not wait for.
      this._planned?.dispose();
      this._planned = whenIdle(() => this._refresh());
    }
  }

  private _refresh(): void {
    if (this._isDisposed) {
      return;
    }
    const problems = byCell(
      this._options.model.state.analysis?.diagnostics ?? NONE
    );
    for (const [id, cell] of this._watch.cells) {
      this._show(cell, problems.get(id) ?? NONE);
    }
  }

  private _show(cell: Cell, problems: readonly Diagnostic[]): void {
    if (problems.length === 0 && !this._wanted.has(cell)) {
      return;
    }
    this._wanted.set(cell, problems);
    const view = viewOf(cell.editor);
    if (view) {
      this._write(cell);
    } else if (problems.length > 0) {
      // Cells out of sight get their editors when they are scrolled to.
      void cell.ready.then(() => this._write(cell));
    }
  }

  private _write(cell: Cell): void {
    const view = cell.isDisposed ? null : viewOf(cell.editor);
    const problems = this._wanted.get(cell) ?? NONE;
    const shown = view && this._shown.get(view);
    // Marks in a text that changed may have gone with what they stood on.
    const isShown = shown
      ? shown.text === view.state.doc && isSameData(shown.problems, problems)
      : problems.length === 0;
    if (view && !isShown) {
      this._shown.set(view, { problems, text: view.state.doc });
      showProblems(view, problems);
    }
  }

  /** The card of the problems under the pointer; `null` when they are gone. */
  private _cardOf(mark: Element): ICardOptions | null {
    const cell = this._options.panel.content.widgets.find(({ node }) =>
      node.contains(mark)
    );
    const view = cell && viewOf(cell.editor);
    if (!view || !mark.isConnected) {
      return null;
    }
    const found = problemsAt(view.state, view.posAtDOM(mark));
    const { model, commands, trans, panel } = this._options;
    return (
      found && {
        ...problemCard({
          problems: found.problems,
          commands,
          trans,
          path: model.path,
          onDone: isTextOnly =>
            isTextOnly ? view.focus() : focusNotebook(panel)
        }),
        anchor: () =>
          mark.isConnected
            ? (rectOfRange(view, found.from, found.to) ??
              mark.getBoundingClientRect())
            : null,
        onReturn: () => view.focus()
      }
    );
  }

  private _isDisposed = false;
  private _planned: IDisposable | null = null;
  private readonly _watch: WidgetWatch;
  private readonly _wanted = new WeakMap<Cell, readonly Diagnostic[]>();
  private readonly _shown = new WeakMap<
    object,
    { readonly problems: readonly Diagnostic[]; readonly text: unknown }
  >();
}

function byCell(
  problems: readonly Diagnostic[]
): ReadonlyMap<CellId, readonly Diagnostic[]> {
  const found = new Map<CellId, Diagnostic[]>();
  for (const problem of problems) {
    if (problem.where?.start) {
      const { cell } = problem.where;
      const known = found.get(cell);
      if (known) {
        known.push(problem);
      } else {
        found.set(cell, [problem]);
      }
    }
  }
  return found;
}
