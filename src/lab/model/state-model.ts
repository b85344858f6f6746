import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

/** A state that views render, with one signal for whatever changes in it. */
export abstract class StateModel<S> implements IDisposable {
  constructor(private _state: S) {}

  get state(): S {
    return this._state;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  /** Changes a part of the state; an answer that comes after the end changes nothing. */
  protected assign(change: Partial<S>): void {
    if (!this._isDisposed) {
      this._state = { ...this._state, ...change };
      this._stateChanged.emit();
    }
  }

  private _isDisposed = false;
  private readonly _stateChanged = new Signal<this, void>(this);
}
