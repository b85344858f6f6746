import * as React from 'react';

import { type IModelPageOptions, ModelPage } from '../../ui/model-page';
import type { SnapshotPageModel } from './snapshot-page-model';
import { SnapshotPage } from './SnapshotPage';
import type { ReadVersions } from '../files/FileDifference';

export interface ISnapshotWidgetOptions extends IModelPageOptions<SnapshotPageModel> {
  /** Reads a file on the side that is compared with, and in the snapshot. */
  readonly reader: (other: string) => ReadVersions;
}

/** The page of a snapshot; it owns its model. */
export class SnapshotWidget extends ModelPage<
  SnapshotPageModel,
  ISnapshotWidgetOptions
> {
  /** Puts the keyboard to where the other side is chosen. */
  chooseOther(): void {
    void this.renderPromise?.then(() => {
      this.node.querySelector<HTMLElement>('[data-compare]')?.focus();
    });
  }

  protected body(): JSX.Element {
    const { model } = this.options;
    return <SnapshotPage model={model} read={this._read(model.state.other)} />;
  }

  /** One reader for as long as the other side is the same. */
  private _read(other: string): ReadVersions {
    const known = this._readers.get(other);
    const read = known ?? this.options.reader(other);
    this._readers.set(other, read);
    return read;
  }

  private readonly _readers = new Map<string, ReadVersions>();
}
