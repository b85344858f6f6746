import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { type ILabContext, LabContext } from '../../ui/lab-context';
import type { ConsentModel } from './consent-model';
import { OpenHere } from './OpenHere';
import { openHereWords } from './open-here-words';
import type { ReadVersions } from '../files/FileDifference';

export interface IConsentDialogOptions extends ILabContext {
  /** Has been read; the dialog disposes of it. */
  readonly model: ConsentModel;
  readonly read: ReadVersions;
}

/** Asks whether an own snapshot is opened over the workspace; stays until that is done. */
export class ConsentDialog extends Dialog<unknown> {
  constructor(private readonly _consent: IConsentDialogOptions) {
    super(optionsOf(_consent));
    this.addClass('jp-KaletteDialog');
    _consent.model.stateChanged.connect(this._onState, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._consent.model.stateChanged.disconnect(this._onState, this);
      this._consent.model.dispose();
      super.dispose();
    }
  }

  /** The dialog goes only when the model says that all is over. */
  override resolve(index?: number): void {
    const { model } = this._consent;
    const isRefused = model.state.inspection?.here.refused !== null;
    if (model.state.phase === 'working' && index !== 0) {
      return;
    }
    switch (index ?? (isRefused ? 1 : 2)) {
      case 1:
        void model.open('new');
        return;
      case 2:
        void model.open('here');
        return;
      default:
        this.reject();
    }
  }

  override reject(): void {
    void this._consent.model.cancel();
  }

  /** Enter acts on what has the keyboard in the body, and not on the main button. */
  protected override _evtKeydown(event: KeyboardEvent): void {
    const { target } = event;
    const isInside =
      target instanceof Element && target.closest('.jp-Dialog-body') !== null;
    if (!isInside || event.key !== 'Enter') {
      super._evtKeydown(event);
    }
  }

  private _onState(): void {
    const { phase } = this._consent.model.state;
    // The first one cancels, which is all that can be done meanwhile.
    const [cancel, ...others] = this.node.querySelectorAll<HTMLButtonElement>(
      '.jp-Dialog-footer .jp-Dialog-button'
    );
    others.forEach(button => {
      button.disabled = phase === 'working';
    });
    if (phase === 'working' && !this._isWorking) {
      // What had the keyboard can be pressed no more, and a dialog without it hears no Escape.
      cancel?.focus();
    }
    this._isWorking = phase === 'working';
    if (phase === 'over') {
      super.reject();
    }
  }

  private _isWorking = false;
}

function optionsOf(
  consent: IConsentDialogOptions
): Partial<Dialog.IOptions<unknown>> {
  const { model, trans } = consent;
  const { inspection } = model.state;
  const isRefused = inspection?.here.refused !== null;
  const cancel = Dialog.cancelButton({ label: trans.__('Cancel') });
  const renew = { label: trans.__('New workspace'), accept: false };
  return {
    title: inspection ? openHereWords(inspection.snapshot, trans) : '',
    body: new OpenHereBody(consent),
    hasClose: true,
    buttons: isRefused
      ? [cancel, Dialog.okButton(renew)]
      : [
          cancel,
          Dialog.cancelButton(renew),
          Dialog.okButton({ label: trans.__('Open here') })
        ]
  };
}

class OpenHereBody extends ReactWidget {
  constructor(private readonly _consent: IConsentDialogOptions) {
    super();
    this.addClass('jp-KaletteDialog-body');
    _consent.model.stateChanged.connect(this.update, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._consent.model.stateChanged.disconnect(this.update, this);
      super.dispose();
    }
  }

  protected render(): JSX.Element {
    const { trans, commands, model, read } = this._consent;
    return (
      <LabContext.Provider value={{ trans, commands }}>
        <OpenHere model={model} read={read} />
      </LabContext.Provider>
    );
  }
}
