import type { Operation } from '../../core/api/types';
import { EXIT } from '../exit';
import { tell } from '../printing';
import * as texts from './texts';

type Cancel = () => Promise<unknown>;

/**
 * What Ctrl-C, or the system's wish that it ends, does to a command: nothing has begun yet, so it
 * leaves at once; something goes on, so it is cancelled and waited for. A second time leaves at
 * once in any case.
 */
export class Interrupts {
  private count = 0;
  private at: 'before' | 'beginning' | 'after' = 'before';
  private cancel: Cancel | null = null;
  private readonly onSignal = () => this.press();

  constructor() {
    process.on('SIGINT', this.onSignal);
    process.on('SIGTERM', this.onSignal);
  }

  /** True once somebody wants the command to end. */
  get isPressed(): boolean {
    return this.count > 0;
  }

  /** Begins something that goes on by itself; who wants it to end meanwhile is heard. */
  async begin(
    begin: () => Promise<Operation>,
    cancel: (begun: Operation) => Promise<unknown>
  ): Promise<Operation> {
    this.at = 'beginning';
    const begun = await begin().catch(reason => {
      this.at = 'before';
      throw reason;
    });
    this.cancel = () => cancel(begun);
    if (this.isPressed) {
      this.stop();
    }
    return begun;
  }

  /** What was begun has ended. */
  ended(): void {
    this.at = 'after';
    this.cancel = null;
  }

  /** The command has ended. */
  close(): void {
    process.off('SIGINT', this.onSignal);
    process.off('SIGTERM', this.onSignal);
  }

  private press(): void {
    this.count++;
    if (this.at === 'before') {
      tell(texts.nothingBegun());
      process.exit(EXIT.interrupted);
    }
    if (this.count > 1) {
      tell(texts.leftAtOnce());
      process.exit(EXIT.interrupted);
    }
    if (this.at === 'after') {
      tell(texts.doneAfterAll());
      return;
    }
    tell(texts.cancelling());
    this.stop();
  }

  private stop(): void {
    // Its end is waited for in any case, and tells what became of it.
    void this.cancel?.().catch(() => undefined);
  }
}
