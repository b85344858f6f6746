/** What is observed, and how to say where it is: jsdom lays nothing out. */
export class FakeIntersection {
  /** Takes the place of the browser's own observers. */
  static install(): void {
    Object.assign(globalThis, { IntersectionObserver: FakeIntersection });
    FakeIntersection._open = [];
  }

  /** Tells all observers that what they observe is in view, or how far below the view it ends. */
  static tell(where: 'in view' | number): void {
    const isIntersecting = where === 'in view';
    const entry = {
      isIntersecting,
      boundingClientRect: { bottom: isIntersecting ? 50 : 100 + where },
      rootBounds: { bottom: 100 }
    };
    for (const observer of FakeIntersection._open) {
      observer._callback([entry]);
    }
  }

  constructor(private readonly _callback: (entries: object[]) => void) {}

  observe(): void {
    FakeIntersection._open.push(this);
  }

  disconnect(): void {
    FakeIntersection._open = FakeIntersection._open.filter(
      observer => observer !== this
    );
  }

  private static _open: FakeIntersection[] = [];
}
