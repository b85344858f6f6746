/**
 * Who copies the files of a workspace, and who brings them to another moment: neither sees what
 * the other has half done.
 */
export class Turns {
  private readonly copies = new Set<Promise<unknown>>();
  private writers = 0;

  /** True while files are written; a copy taken now would be of two moments. */
  get isWritten(): boolean {
    return this.writers > 0;
  }

  copy<T>(work: () => Promise<T>): Promise<T> {
    const copied = work().finally(() => this.copies.delete(copied));
    this.copies.add(copied);
    return copied;
  }

  /** Waits for the copies that have begun. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    this.writers++;
    try {
      await Promise.allSettled(this.copies);
      return await work();
    } finally {
      this.writers--;
    }
  }
}
