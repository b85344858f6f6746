import * as messages from '../../messages';

const HEAD = 256 * 1024;
const TAIL = 768 * 1024;

/**
 * Keeps what one cell prints within 1 MiB of records: the first 256 KiB pass at once, of the
 * rest the last 768 KiB are kept until the cell ends. The program itself is never held back.
 */
export class StreamBudget {
  private passed = 0;
  private leftOut = 0;
  private tail: { name: string; text: string }[] = [];
  private tailSize = 0;

  /** The part of the text that may be recorded now. */
  take(name: string, text: string): string {
    const now = text.slice(0, Math.max(0, HEAD - this.passed));
    this.passed += now.length;
    const later = text.slice(now.length);
    if (later !== '') {
      this.tail.push({ name, text: later });
      this.tailSize += later.length;
      this.trim();
    }
    return now;
  }

  /** What was held back, with a note where text is missing; call it when the cell ends. */
  rest(): { readonly name: string; readonly text: string }[] {
    const kept = this.tail.splice(0);
    this.tailSize = 0;
    const [first] = kept;
    return this.leftOut > 0 && first
      ? [{ name: first.name, text: messages.leftOut(this.leftOut) }, ...kept]
      : kept;
  }

  private trim(): void {
    while (this.tailSize > TAIL) {
      const [first] = this.tail;
      const excess = this.tailSize - TAIL;
      const drop = Math.min(excess, first?.text.length ?? excess);
      if (!first || first.text.length <= excess) {
        this.tail.shift();
      } else {
        first.text = first.text.slice(excess);
      }
      this.tailSize -= drop;
      this.leftOut += drop;
    }
  }
}
