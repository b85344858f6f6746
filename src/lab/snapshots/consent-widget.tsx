import { InputDialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { type ILabContext, LabContext } from '../ui/lab-context';
import type { ConsentModel } from './consent-model';
import { ConsentPage } from './ConsentPage';
import type { ReadVersions } from './TwoVersions';
import { keyWords } from './words';

export interface IConsentWidgetOptions extends ILabContext {
  readonly model: ConsentModel;
  readonly read: ReadVersions;
}

/** The page that asks whether a snapshot is opened; it owns its model. */
export class ConsentWidget extends ReactWidget {
  constructor(private readonly _options: IConsentWidgetOptions) {
    super();
    this.addClass('jp-KalettePage');
    _options.model.stateChanged.connect(this.update, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._options.model.stateChanged.disconnect(this.update, this);
      this._options.model.dispose();
      super.dispose();
    }
  }

  protected render(): JSX.Element {
    const { trans, commands, model, read } = this._options;
    return (
      <LabContext.Provider value={{ trans, commands }}>
        <div className="jp-KalettePage-body">
          <ConsentPage
            model={model}
            read={read}
            onTrust={() => void this._trust()}
          />
        </div>
      </LabContext.Provider>
    );
  }

  /** A key is trusted under the name of whose it is, so that it can be told apart later. */
  private async _trust(): Promise<void> {
    const { trans, model } = this._options;
    const key = model.state.inspection?.snapshot.signer.key ?? '';
    const { value } = await InputDialog.getText({
      title: trans.__('Whose key is %1?', keyWords(key)),
      label: trans.__(
        'What this key signed may then run code here. Compare the key with its owner first.'
      ),
      placeholder: trans.__('Name'),
      okLabel: trans.__('Trust')
    });
    const name = value?.trim() ?? '';
    if (name !== '' && !model.isDisposed) {
      await model.trust(name);
    }
  }
}
