import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

/** Milliseconds between two looks at what changed on disk. */
const PACE = 15_000;

/** A look takes at most this part of the time. */
const SHARE = 1 / 20;

/**
 * Looks again and again, while somebody sees what is found: at once when the window comes to the
 * front and when {@link soon} or {@link back} is called, else at a gentle pace. A look is told
 * whether somebody comes back from elsewhere, where anything may have been done.
 */
export class NowWatch implements IDisposable {
  constructor(
    look: (isBack: boolean) => Promise<void>,
    isSeen: () => boolean,
    pace = PACE
  ) {
    this._isSeen = isSeen;
    this._poll = new Poll({
      name: 'kalette:now',
      auto: false,
      frequency: { interval: pace, backoff: false },
      standby: () => !this._isWanted,
      factory: async () => {
        const begin = Date.now();
        const isBack = this._isBack;
        this._isBack = false;
        await look(isBack);
        const interval = Math.max(pace, (Date.now() - begin) / SHARE);
        if (interval !== this._poll.frequency.interval) {
          this._poll.frequency = { interval, backoff: false, max: interval };
        }
      }
    });
    void this._poll.start();
    window.addEventListener('focus', this._onFront);
    document.addEventListener('visibilitychange', this._onFront);
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    window.removeEventListener('focus', this._onFront);
    document.removeEventListener('visibilitychange', this._onFront);
    this._poll.dispose();
  }

  /** Something was written: looks now, if anybody sees it. */
  soon(): void {
    if (!this.isDisposed && this._isWanted) {
      void this._poll.refresh();
    }
  }

  /** Somebody looks at it again: looks now, also for what nothing here tells of. */
  back(): void {
    this._isBack = true;
    this.soon();
  }

  private get _isWanted(): boolean {
    return !document.hidden && this._isSeen();
  }

  private readonly _onFront = (): void => this.back();
  private _isBack = false;
  private readonly _isSeen: () => boolean;
  private readonly _poll: Poll<void>;
}
