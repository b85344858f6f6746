import type { IStateDB } from '@jupyterlab/statedb';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { ParameterView } from '../../core/view/types';
import type { IQuestion } from './panel-token';

/** Parts of the panel that fold. */
export const SECTIONS = [
  'steps',
  'step',
  'files',
  'problems',
  'parameters',
  'metrics'
] as const;
export type SectionId = (typeof SECTIONS)[number];

/** Parts that make room for the steps while a run goes on. */
const FOLDED_IN_RUNS: readonly SectionId[] = [
  'problems',
  'parameters',
  'metrics'
];

/** What the panel shows, as its tabs have it. */
export const VIEWS = ['pipeline', 'snapshots'] as const;
export type ViewId = (typeof VIEWS)[number];

const KEY = 'jupyterlab-kalette:panel';
const VIEW_KEY = 'jupyterlab-kalette:view';

/** What the panel remembers that belongs to no notebook; it outlives the panel's elements. */
export class PanelState implements IDisposable {
  constructor(private readonly _store: IStateDB | null) {
    void _store?.fetch(KEY).then(value => {
      if (!this._isDisposed && Array.isArray(value)) {
        this._collapsed = new Set(SECTIONS.filter(id => value.includes(id)));
        this._changed.emit();
      }
    });
    void _store?.fetch(VIEW_KEY).then(value => {
      const view = VIEWS.find(id => id === value);
      if (view && !this._isDisposed) {
        this._view = view;
        this._changed.emit();
      }
    });
  }

  /** What was typed in the list of parameters and is not taken. */
  readonly drafts = new ParameterDrafts();

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get view(): ViewId {
    return this._view;
  }

  set view(view: ViewId) {
    if (view !== this._view) {
      this._view = view;
      void this._store?.save(VIEW_KEY, view);
      this._changed.emit();
    }
  }

  get collapsed(): ReadonlySet<SectionId> {
    return this._isRunning ? this._collapsedInRun : this._collapsed;
  }

  /**
   * Whether the panel shows a run that goes on. Each begins with what is not about it
   * folded; what is opened meanwhile stays so until it ends.
   */
  set isRunning(value: boolean) {
    if (value !== this._isRunning) {
      this._isRunning = value;
      this._collapsedInRun = new Set([...this._collapsed, ...FOLDED_IN_RUNS]);
    }
  }

  /** True while the form for one run's parameters is open. */
  get isFormOpen(): boolean {
    return this._isFormOpen;
  }

  set isFormOpen(value: boolean) {
    if (value !== this._isFormOpen) {
      this._isFormOpen = value;
      this._changed.emit();
    }
  }

  /** What is explained below the steps; `null` for nothing. */
  get question(): IQuestion | null {
    return this._question;
  }

  set question(value: IQuestion | null) {
    this._question = value;
    this._changed.emit();
  }

  /** The parameter whose field is to get the keyboard when it is next drawn. */
  get wantedParameter(): string | null {
    return this._wantedParameter;
  }

  set wantedParameter(name: string | null) {
    this._wantedParameter = name;
    if (name !== null) {
      if (this.collapsed.has('parameters')) {
        this.toggle('parameters');
      }
      this._changed.emit();
    }
  }

  toggle(section: SectionId): void {
    const next = new Set(this.collapsed);
    if (!next.delete(section)) {
      next.add(section);
    }
    if (this._isRunning) {
      this._collapsedInRun = next;
    } else {
      this._collapsed = next;
      void this._store?.save(KEY, [...next]);
    }
    this._changed.emit();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _view: ViewId = 'pipeline';
  private _collapsed: ReadonlySet<SectionId> = new Set();
  private _collapsedInRun: ReadonlySet<SectionId> = new Set();
  private _isRunning = false;
  private _isFormOpen = false;
  private _question: IQuestion | null = null;
  private _wantedParameter: string | null = null;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}

/**
 * Texts typed for parameters that are no values of their types: they are kept while the
 * fields are out of sight, and hold for as long as the parameter keeps the value that they
 * were typed over.
 */
export class ParameterDrafts {
  /** What was typed for a parameter of the notebook at the path, if it is no value of it. */
  text(path: string, parameter: ParameterView): string | null {
    return this._texts.get(keyOf(path, parameter)) ?? null;
  }

  /** Keeps a text that is no value of the parameter; `null` forgets it. */
  keep(path: string, parameter: ParameterView, text: string | null): void {
    const key = keyOf(path, parameter);
    if (text === null) {
      this._texts.delete(key);
    } else {
      this._texts.set(key, text);
    }
  }

  /** The first of the parameters whose text is no value of it; `null` when all are well. */
  firstWrong(
    path: string,
    parameters: readonly ParameterView[]
  ): ParameterView | null {
    return (
      parameters.find(parameter => this.text(path, parameter) !== null) ?? null
    );
  }

  private readonly _texts = new Map<string, string>();
}

function keyOf(path: string, { name, type, value }: ParameterView): string {
  return JSON.stringify([path, name, type, value]);
}
