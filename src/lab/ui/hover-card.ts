import { placeClear, type Side } from './place-beside';

/** What a card shows, and where. */
export interface ICardOptions {
  /** What the card is about; its name for screen readers. */
  readonly label: string;
  readonly content: HTMLElement;
  /** What the card hangs at, looked at again when the page scrolls; `null` closes it. */
  readonly anchor: () => DOMRect | null;
  /** Where it stands if there is room on both sides; below without it. */
  readonly side?: Side;
  /**
   * Gives the keyboard to what is marked `data-first`, else to the card itself; a card that is
   * only hovered leaves it.
   */
  readonly isFocused?: boolean;
  /** Takes the keyboard back from the card. */
  readonly onReturn?: () => void;
}

/** What a card will show is often asked for only when it is wanted. */
export type MakeCard = () => ICardOptions | null | Promise<ICardOptions | null>;

const DELAY = 250;
const GRACE = 200;
const EVENTS = ['pointerdown', 'wheel', 'scroll', 'resize'] as const;

/**
 * The one card of the page, which hovering and keys bring up: what it shows last is all it
 * shows. Plain elements, made at the first use.
 */
class HoverCard {
  /** Shows a card once the pointer has rested; resting elsewhere before that shows none. */
  plan(make: MakeCard): void {
    clearTimeout(this._timer);
    const plan = ++this._plans;
    this._timer = setTimeout(() => {
      void this._showPlan(plan, make);
    }, DELAY);
  }

  /** The pointer left what the card is about; it may be on its way to the card. */
  release(): void {
    clearTimeout(this._timer);
    this._plans++;
    if (this._options?.isFocused !== true) {
      this._timer = setTimeout(() => this.close(), GRACE);
    }
  }

  show(options: ICardOptions): void {
    clearTimeout(this._timer);
    this._plans++;
    const node = (this._node ??= this._create());
    this._options = options;
    node.setAttribute('aria-label', options.label);
    node.replaceChildren(options.content);
    if (!node.isConnected) {
      document.body.append(node);
      for (const type of EVENTS) {
        window.addEventListener(type, this, true);
      }
    }
    this._place();
    if (options.isFocused) {
      const first = node.querySelector<HTMLElement>('[data-first]') ?? node;
      first.focus({ preventScroll: true });
    }
  }

  /** Takes the card away; `isReturned` gives the keyboard back to where it came from. */
  close(isReturned = false): void {
    clearTimeout(this._timer);
    this._plans++;
    const options = this._options;
    if (!options) {
      return;
    }
    this._options = null;
    for (const type of EVENTS) {
      window.removeEventListener(type, this, true);
    }
    this._node?.remove();
    if (isReturned) {
      options.onReturn?.();
    }
  }

  get isOpen(): boolean {
    return this._options !== null;
  }

  handleEvent(event: Event): void {
    const isInside = this._node?.contains(event.target as Node) === true;
    switch (event.type) {
      case 'keydown':
        this._onKey(event as KeyboardEvent);
        break;
      case 'pointerenter':
        clearTimeout(this._timer);
        break;
      case 'pointerleave':
        this.release();
        break;
      case 'scroll':
        if (!isInside) {
          this._place();
        }
        break;
      case 'pointerdown':
      case 'wheel':
        if (!isInside) {
          this.close();
        }
        break;
      case 'resize':
        this.close();
        break;
    }
  }

  private async _showPlan(plan: number, make: MakeCard): Promise<void> {
    const options = await make();
    if (options && plan === this._plans) {
      this.show(options);
    }
  }

  private _create(): HTMLElement {
    const node = document.createElement('div');
    node.className = 'jp-KalettePop jp-KaletteCard jp-ThemedContainer';
    node.setAttribute('role', 'dialog');
    node.tabIndex = -1;
    for (const type of ['keydown', 'pointerenter', 'pointerleave']) {
      node.addEventListener(type, this);
    }
    return node;
  }

  private _onKey(event: KeyboardEvent): void {
    const by = STEPS[event.key === 'Tab' && event.shiftKey ? 'Up' : event.key];
    if (event.key === 'Escape') {
      this.close(true);
    } else if (by !== undefined) {
      const buttons = this._buttons;
      const at = buttons.indexOf(document.activeElement as HTMLElement);
      // From the card itself, down is the first one and up the last.
      const next = at < 0 && by > 0 ? 0 : at + by;
      buttons.at(next % Math.max(buttons.length, 1))?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private _place(): void {
    const rect = this._options?.anchor() ?? null;
    if (this._node && rect) {
      const isRtl = document.dir === 'rtl';
      placeClear(this._node, rect, isRtl, this._options?.side);
    } else {
      this.close();
    }
  }

  private get _buttons(): readonly HTMLElement[] {
    return [...(this._node?.querySelectorAll('button') ?? [])];
  }

  private _node: HTMLElement | null = null;
  private _options: ICardOptions | null = null;
  /** Grows whenever an earlier plan becomes void. */
  private _plans = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}

/** Keys that move between the buttons of a card. */
const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Tab: 1,
  Up: -1
};

/** The card of this page. */
export const hoverCard = new HoverCard();
