import { InputDialog } from '@jupyterlab/apputils';
import * as React from 'react';

import { type IModelPageOptions, ModelPage } from '../../ui/model-page';
import type { ConsentModel } from './consent-model';
import { ConsentPage } from './ConsentPage';
import type { ReadVersions } from '../files/FileDifference';
import { wholeKey } from '../digests';

export interface IConsentWidgetOptions extends IModelPageOptions<ConsentModel> {
  readonly read: ReadVersions;
}

/** The page that asks whether a snapshot is opened; it owns its model. */
export class ConsentWidget extends ModelPage<
  ConsentModel,
  IConsentWidgetOptions
> {
  /** Asks again if the last answer was no. */
  lookAgain(): void {
    const { model } = this.options;
    // Not where nobody has agreed to look a first time.
    if (model.state.phase === 'refused') {
      void model.look();
    }
  }

  protected body(): JSX.Element {
    const { model, read } = this.options;
    return (
      <div className="jp-KalettePage-body">
        <ConsentPage
          model={model}
          read={read}
          onTrust={() => void this._trust()}
        />
      </div>
    );
  }

  /** A key is trusted under the name of whose it is, so that it can be told apart later. */
  private async _trust(): Promise<void> {
    const { trans, model } = this.options;
    const key = model.state.inspection?.snapshot.signer.key ?? '';
    const { value } = await InputDialog.getText({
      title: trans.__('Whose key is this?'),
      label: trans.__(
        '%1. What it signed may then run code here. Compare all of it with its owner first.',
        wholeKey(key)
      ),
      required: true,
      placeholder: trans.__('Name'),
      okLabel: trans.__('Trust')
    });
    const name = value?.trim() ?? '';
    if (name !== '' && !model.isDisposed) {
      await model.trust(name);
    }
  }
}
