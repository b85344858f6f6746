import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { type ILabContext, LabContext } from '../ui/lab-context';
import type { SnapshotPageModel } from './snapshot-page-model';
import { SnapshotPage } from './SnapshotPage';
import type { ReadVersions } from './TwoVersions';

export interface ISnapshotWidgetOptions extends ILabContext {
  readonly model: SnapshotPageModel;
  /** Reads a file on the side that is compared with, and in the snapshot. */
  readonly reader: (other: string) => ReadVersions;
}

/** The page of a snapshot; it owns its model. */
export class SnapshotWidget extends ReactWidget {
  constructor(private readonly _options: ISnapshotWidgetOptions) {
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

  /** Puts the keyboard to where the other side is chosen. */
  chooseOther(): void {
    void this.renderPromise?.then(() => {
      this.node.querySelector<HTMLElement>('[data-compare]')?.focus();
    });
  }

  protected render(): JSX.Element {
    const { trans, commands, model } = this._options;
    return (
      <LabContext.Provider value={{ trans, commands }}>
        <SnapshotPage model={model} read={this._read(model.state.other)} />
      </LabContext.Provider>
    );
  }

  /** One reader for as long as the other side is the same. */
  private _read(other: string): ReadVersions {
    const known = this._readers.get(other);
    const read = known ?? this._options.reader(other);
    this._readers.set(other, read);
    return read;
  }

  private readonly _readers = new Map<string, ReadVersions>();
}
