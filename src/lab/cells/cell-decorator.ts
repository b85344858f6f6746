import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { PanelLayout } from '@lumino/widgets';

import type { CellId } from '../../core/notebook/types';
import type { CellView } from '../../core/view';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import type {
  IPipelineState,
  IPreview,
  StateChange
} from '../model/pipeline-state';
import { hueColor } from '../ui/controls';
import { CellStrip } from './strip';
import { WidgetWatch } from './widget-watch';

export interface ICellDecoratorOptions {
  readonly panel: NotebookPanel;
  readonly model: NotebookPipelineModel;
  readonly trans: TranslationBundle;
  readonly onEdit: (cell: CellId, anchor: HTMLElement) => void;
}

const CLASSES = [
  'jp-mod-kaletteStep',
  'jp-mod-kaletteGlobal',
  'jp-mod-kaletteSkip',
  'jp-mod-kaletteLive',
  'jp-mod-kaletteLift',
  'jp-mod-kalettePreview'
] as const;

/**
 * Keeps strip and colour of a panel's cells as the model says. It is called for each change
 * and touches only cells whose look differs; moved cells are new widgets and start bare.
 */
export class CellDecorator implements IDisposable {
  constructor(private readonly _options: ICellDecoratorOptions) {
    const { model, panel } = _options;
    this._watch = new WidgetWatch(panel);
    model.stateChanged.connect(this._onState, this);
    this._watch.changed.connect(this._refresh, this);
    this._refresh();
  }

  /** Whether strips are shown; colours always are. */
  set hasStrips(value: boolean) {
    this._hasStrips = value;
    this._refresh();
  }

  /** The name on the strip of a cell, to hang an editor at; `null` where there is none. */
  anchor(id: CellId): HTMLElement | null {
    const cell = this._watch.cells.get(id);
    const strip = cell && this._strips.get(cell);
    return strip?.node.querySelector('button') ?? null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._options.model.stateChanged.disconnect(this._onState, this);
    this._watch.dispose();
    Signal.clearData(this);
  }

  private _onState(_: NotebookPipelineModel, change: StateChange): void {
    if (change === 'second') {
      this._tick();
    } else {
      this._refresh();
    }
  }

  private _refresh(): void {
    if (this._isDisposed) {
      return;
    }
    const { state } = this._options.model;
    const now = Date.now();
    for (const [id, cell] of this._watch.cells) {
      const view = state.cells.get(id) ?? null;
      this._paint(cell, id, view, state);
      this._place(cell, view, now);
    }
  }

  private _tick(): void {
    const { state } = this._options.model;
    const now = Date.now();
    for (const [id, cell] of this._watch.cells) {
      const view = state.cells.get(id);
      if (view?.step?.startedAt) {
        this._strips.get(cell)?.showView(view, now);
      }
    }
  }

  private _paint(
    cell: Cell,
    id: CellId,
    view: CellView | null,
    { hovered, preview }: IPipelineState
  ): void {
    const isLifted = hovered !== null && view?.step?.name === hovered;
    const shown = preview?.cells.has(id) ? preview : null;
    const painted = this._painted.get(cell);
    if (
      painted?.view === view &&
      painted.isLifted === isLifted &&
      painted.shown === shown
    ) {
      return;
    }
    this._painted.set(cell, { view, isLifted, shown });
    const wanted = new Set<string>(
      shown ? ['jp-mod-kalettePreview'] : classesOf(view, isLifted)
    );
    const hue = shown ? shown.hue : (view?.step?.hue ?? null);
    for (const name of CLASSES) {
      cell.toggleClass(name, wanted.has(name));
    }
    cell.node.style.setProperty('--c', hue === null ? '' : hueColor(hue));
  }

  private _place(cell: Cell, view: CellView | null, now: number): void {
    const strip = this._strips.get(cell);
    if (!view?.isHead || !this._hasStrips) {
      strip?.dispose();
      this._strips.delete(cell);
    } else if (strip) {
      strip.showView(view, now);
    } else {
      this._insert(cell, view, now);
    }
  }

  private _insert(cell: Cell, view: CellView, now: number): void {
    const { model, trans, onEdit } = this._options;
    const strip = new CellStrip({
      trans,
      onEdit: anchor => onEdit(cell.model.id, anchor),
      onHover: step => model.hover(step)
    });
    this._strips.set(cell, strip);
    strip.showView(view, now);
    void cell.ready.then(() => {
      if (cell.isDisposed || strip.isDisposed) {
        strip.dispose();
        return;
      }
      (cell.layout as PanelLayout).insertWidget(0, strip);
    });
  }

  private _hasStrips = true;
  private _isDisposed = false;
  private readonly _watch: WidgetWatch;
  private readonly _painted = new WeakMap<
    Cell,
    { view: CellView | null; isLifted: boolean; shown: IPreview | null }
  >();
  private readonly _strips = new WeakMap<Cell, CellStrip>();
}

function classesOf(
  view: CellView | null,
  isLifted: boolean
): readonly (typeof CLASSES)[number][] {
  switch (view?.role) {
    case undefined:
    case null:
      return [];
    case 'skip':
      return ['jp-mod-kaletteSkip'];
    case 'step': {
      const step = view.step;
      const isLive = step?.state === 'running';
      return [
        'jp-mod-kaletteStep',
        ...(isLive ? (['jp-mod-kaletteLive'] as const) : []),
        ...(isLifted ? (['jp-mod-kaletteLift'] as const) : [])
      ];
    }
    case 'parameters':
    case 'metrics':
    case 'imports':
    case 'functions':
      return ['jp-mod-kaletteGlobal'];
  }
}
