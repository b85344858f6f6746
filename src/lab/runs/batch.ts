/** Gathers what comes one by one, and hands it on together after a time. */
export class Batch<T> {
  /** `wait` in milliseconds, counted from the first item. */
  constructor(
    private readonly _wait: number,
    private readonly _deliver: (items: readonly T[]) => void
  ) {}

  add(item: T): void {
    this._items.push(item);
    this._timer ??= setTimeout(() => {
      const items = this._items;
      this.clear();
      this._deliver(items);
    }, this._wait);
  }

  /** Forgets what has not been handed on. */
  clear(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._items = [];
  }

  private _items: T[] = [];
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
