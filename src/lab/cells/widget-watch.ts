import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { CellId } from '../../core/notebook/types';

/**
 * Tells when a notebook has other cell widgets than before: new and moved cells have theirs only
 * some time after the model changed. Typing is none of that, though the notebook's own signal
 * comes with each key, amid the change of the editor.
 */
export class WidgetWatch implements IDisposable {
  constructor(private readonly _panel: NotebookPanel) {
    this._isNew();
    _panel.content.modelContentChanged.connect(this._onContent, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The widgets that there are, by the ids of their cells. */
  get cells(): ReadonlyMap<CellId, Cell> {
    this._isNew();
    return this._cells;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._panel.content?.modelContentChanged.disconnect(this._onContent, this);
    Signal.clearData(this);
  }

  private _onContent(): void {
    if (this._isNew()) {
      this._changed.emit();
    }
  }

  /** Looks at the widgets, and tells whether they are others than at the last look. */
  private _isNew(): boolean {
    const { widgets } = this._panel.content;
    const isKnown =
      widgets.length === this._known.length &&
      widgets.every((widget, place) => widget === this._known[place]);
    if (!isKnown) {
      this._known = [...widgets];
      this._cells = new Map(widgets.map(cell => [cell.model.id, cell]));
    }
    return !isKnown;
  }

  private _known: readonly Cell[] = [];
  private _cells: ReadonlyMap<CellId, Cell> = new Map();
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
