import type { NotebookPanel } from '@jupyterlab/notebook';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { CellId } from '../../core/notebook/types';
import { focusNotebook } from '../cells/reveal';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { type ILabContext, LabContext } from '../ui/lab-context';
import { placeAround, placeBeside } from '../ui/place-beside';
import { takeFocus } from '../ui/take-focus';
import { TagEditor } from './TagEditor';

export interface ITagPopoverOptions extends ILabContext {
  readonly model: NotebookPipelineModel;
  readonly panel: NotebookPanel;
  readonly cells: readonly CellId[];
  /** What the popover hangs at. */
  readonly anchor: HTMLElement;
}

const EVENTS = [
  'keydown',
  'pointerdown',
  'wheel',
  'touchmove',
  'scroll',
  'resize'
] as const;

/**
 * The tag editor at its cell: closed by Escape, which drops what is half-typed, and by a press
 * elsewhere or the wheel, which keep it. The keyboard goes back to the notebook.
 */
export class TagPopover extends ReactWidget {
  constructor(private readonly _options: ITagPopoverOptions) {
    super();
    this.addClass('jp-KalettePop');
    this.addClass('jp-ThemedContainer');
    const { trans, model, panel } = _options;
    this.node.setAttribute('role', 'dialog');
    this.node.tabIndex = -1;
    this.node.setAttribute('aria-label', trans.__('Tag of the cell'));
    model.stateChanged.connect(this.update, this);
    panel.disposed.connect(this.close, this);
  }

  /** Opens a popover; there is at most one. */
  static open(options: ITagPopoverOptions): void {
    TagPopover._current?.dispose();
    const popover = new TagPopover(options);
    TagPopover._current = popover;
    Widget.attach(popover, document.body);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    const { model, panel } = this._options;
    this._letGo();
    model.stateChanged?.disconnect(this.update, this);
    panel.disposed?.disconnect(this.close, this);
    Signal.clearData(this);
    if (TagPopover._current === this) {
      TagPopover._current = null;
    }
    super.dispose();
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'keydown':
        this._onKey(event as KeyboardEvent);
        break;
      case 'scroll':
        // Not the person's doing: the notebook brings the cell that was clicked into view.
        if (!this.node.contains(event.target as Node)) {
          this._place();
        }
        break;
      case 'pointerdown':
      case 'wheel':
      case 'touchmove':
        if (!this.node.contains(event.target as Node)) {
          this.close();
        }
        break;
      case 'resize':
        this.close();
        break;
    }
  }

  protected render(): JSX.Element {
    const { trans, commands, model, cells } = this._options;
    return (
      <LabContext.Provider value={{ trans, commands }}>
        <TagEditor
          model={model}
          cells={cells}
          onClose={() => this._closeToNotebook()}
        />
      </LabContext.Provider>
    );
  }

  protected override onUpdateRequest(message: Message): void {
    super.onUpdateRequest(message);
    // It may have grown beyond the window's edge.
    void this.renderPromise?.then(() => this._place());
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    for (const type of EVENTS) {
      window.addEventListener(type, this, true);
    }
    // Keys that come before the fields must not command the notebook.
    this.node.focus();
    void this.renderPromise?.then(() => {
      if (!this.isDisposed) {
        this._place();
        this._focusFirst();
      }
    });
  }

  protected override onBeforeDetach(message: Message): void {
    for (const type of EVENTS) {
      window.removeEventListener(type, this, true);
    }
    super.onBeforeDetach(message);
  }

  protected override onCloseRequest(message: Message): void {
    // A field hands its text on when it loses the focus, not when it is taken away.
    const { activeElement } = document;
    if (
      activeElement instanceof HTMLElement &&
      this.node.contains(activeElement)
    ) {
      activeElement.blur();
    }
    super.onCloseRequest(message);
    this.dispose();
  }

  private _place(): void {
    const { anchor } = this._options;
    // The anchor is drawn anew when its cell changes; the popover then stays where it is.
    if (!this.isDisposed && anchor.isConnected) {
      const code = anchor.closest('.jp-Cell')?.querySelector('.jp-InputArea');
      if (code instanceof HTMLElement) {
        placeAround(this.node, anchor, code);
      } else {
        placeBeside(this.node, anchor);
      }
    }
  }

  private _focusFirst(): void {
    const name = this.node.querySelector<HTMLInputElement>('[data-first]');
    const role = this.node.querySelector<HTMLElement>(
      '[role=radio][tabindex="0"]'
    );
    const first = name ?? role;
    if (first) {
      this._letGo = takeFocus(first, this.node);
    }
    name?.select();
  }

  private _onKey(event: KeyboardEvent): void {
    if (!this.node.contains(event.target as Node)) {
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this._dropToNotebook();
    } else if (event.key === 'Tab') {
      this._keepFocus(event);
    }
  }

  /** From the last control Tab goes on to the first, and back. */
  private _keepFocus(event: KeyboardEvent): void {
    const controls = [
      ...this.node.querySelectorAll<HTMLElement>(
        'button:not([tabindex="-1"]), input, select:not([disabled]), textarea'
      )
    ];
    const edge = event.shiftKey ? controls[0] : controls[controls.length - 1];
    if (document.activeElement === edge) {
      event.preventDefault();
      controls[event.shiftKey ? controls.length - 1 : 0]?.focus();
    }
  }

  /** What is half-typed goes: a field that is taken away hands nothing on. */
  private _dropToNotebook(): void {
    const { panel } = this._options;
    this.dispose();
    focusNotebook(panel);
  }

  private _closeToNotebook(): void {
    const { panel } = this._options;
    focusNotebook(panel);
    this.close();
  }

  private _letGo: () => void = () => undefined;

  private static _current: TagPopover | null = null;
}
