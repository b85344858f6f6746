import type { Message } from '@lumino/messaging';
import { BoxLayout, Widget } from '@lumino/widgets';

/**
 * The side panel's frame. It is there from the start and costs nothing; what it shows is
 * fetched when it is first looked at.
 */
export class PanelHost extends Widget {
  constructor(private readonly _load: () => Promise<Widget>) {
    super();
    this.id = 'kalette-panel';
    this.layout = new BoxLayout({ spacing: 0 });
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this._fill();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      void this._fill();
    }
  }

  private async _fill(): Promise<void> {
    if (this._isFilled) {
      return;
    }
    this._isFilled = true;
    const widget = await this._load();
    if (this.isDisposed) {
      widget.dispose();
      return;
    }
    (this.layout as BoxLayout).addWidget(widget);
  }

  private _isFilled = false;
}
