import type { ISessionContext } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import { type Message, MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { type ILabContext, LabContext } from '../../ui/lab-context';
import { type IResumeBarState, ResumeBar } from './ResumeBar';

/** The bar above a notebook that was brought back to a snapshot; it goes with the notebook. */
export class ResumeBarWidget extends ReactWidget {
  constructor(
    private readonly _lab: ILabContext,
    private _state: IResumeBarState
  ) {
    super();
    this.addClass('jp-KaletteResumeBar');
    this.node.style.minHeight = '34px';
  }

  /** Called when what it says is true no more, or nobody wants to know it. */
  onOver: () => void = () => undefined;

  get state(): IResumeBarState {
    return this._state;
  }

  /** Looks from now on whether the kernel loses what was loaded into it. */
  watch({ kernelChanged, statusChanged }: ISessionContext): void {
    kernelChanged.connect(this._onLost, this);
    statusChanged.connect((_, status) => {
      if (status === 'restarting' || status === 'autorestarting') {
        this._onLost();
      }
    }, this);
  }

  /** Says what is new. */
  tell(change: Partial<IResumeBarState>): void {
    if (!this.isDisposed) {
      this._state = { ...this._state, ...change };
      this.update();
    }
  }

  override dispose(): void {
    this._sizes.disconnect();
    super.dispose();
  }

  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    void this.renderPromise?.then(() => {
      const content = this.node.firstElementChild;
      if (content && !this.isDisposed) {
        this._sizes.observe(content);
      }
    });
  }

  protected render(): JSX.Element {
    return (
      <LabContext.Provider value={this._lab}>
        <ResumeBar {...this._state} onDismiss={() => this._dismiss()} />
      </LabContext.Provider>
    );
  }

  private _dismiss(): void {
    this.onOver();
    this.dispose();
  }

  /** What is still under way may restart it by itself. */
  private _onLost(): void {
    const { phase, resumed } = this._state;
    if (phase === null && resumed?.noKernel === null) {
      this.tell({
        isRestarted: true,
        loadAll: null,
        runNeeded: null,
        retry: null,
        loadLost: null
      });
      this.onOver();
    }
  }

  /** Boxes are as high as their widgets say, and not as their content is. */
  private _fit(): void {
    const content = this.node.firstElementChild;
    if (this.isDisposed || !content) {
      return;
    }
    const height = `${Math.ceil(content.getBoundingClientRect().height)}px`;
    if (this.node.style.minHeight !== height) {
      this.node.style.minHeight = height;
      if (this.parent) {
        MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
      }
    }
  }

  private readonly _sizes = new ResizeObserver(() => this._fit());
}
