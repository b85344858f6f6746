import type { CellChange, ISharedCell } from '@jupyter/ydoc';
import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

/** What changed: the text of a cell, or which cells there are and what they are tagged. */
export type ContentChange = 'source' | 'structure';

/**
 * A notebook's JSON without outputs, read again only where it changed, so that neither
 * typing nor large outputs cost anything.
 */
export class NotebookContent implements IDisposable {
  constructor(private readonly _model: INotebookModel) {
    _model.cells.changed.connect(this._onCells, this);
    _model.metadataChanged.connect(this._onMetadata, this);
    this._watchCells();
  }

  get changed(): ISignal<this, ContentChange> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._model.cells.changed.disconnect(this._onCells, this);
    this._model.metadataChanged.disconnect(this._onMetadata, this);
    for (const cell of this._watched) {
      cell.sharedModel.changed.disconnect(this._onCell, this);
    }
    Signal.clearData(this);
  }

  /** nbformat 4 JSON; cells that did not change are the same objects as before. */
  read(): object {
    return {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: this._model.metadata,
      cells: Array.from(this._model.cells, cell => this._readCell(cell))
    };
  }

  private _readCell(cell: ICellModel): object {
    const { sharedModel } = cell;
    const known = this._cache.get(sharedModel);
    if (known) {
      return known;
    }
    const read = {
      id: sharedModel.id,
      cell_type: sharedModel.cell_type,
      source: sharedModel.getSource(),
      metadata: sharedModel.getMetadata(),
      ...(sharedModel.cell_type === 'code' && {
        outputs: [],
        execution_count:
          'execution_count' in sharedModel ? sharedModel.execution_count : null
      })
    };
    this._cache.set(sharedModel, read);
    return read;
  }

  private _onCells(): void {
    this._watchCells();
    this._changed.emit('structure');
  }

  private _onMetadata(): void {
    this._changed.emit('structure');
  }

  private _watchCells(): void {
    const present = new Set<ICellModel>(this._model.cells);
    for (const cell of this._watched) {
      if (!present.has(cell)) {
        cell.sharedModel.changed.disconnect(this._onCell, this);
      }
    }
    for (const cell of present) {
      if (!this._watched.has(cell)) {
        cell.sharedModel.changed.connect(this._onCell, this);
      }
    }
    this._watched = present;
  }

  private _onCell(cell: ISharedCell, change: CellChange): void {
    if (change.metadataChange) {
      this._cache.delete(cell);
      this._changed.emit('structure');
    } else if (change.sourceChange || change.executionCountChange) {
      this._cache.delete(cell);
      this._changed.emit('source');
    }
  }

  private _watched = new Set<ICellModel>();
  private _isDisposed = false;
  private readonly _cache = new WeakMap<ISharedCell, object>();
  private readonly _changed = new Signal<this, ContentChange>(this);
}
