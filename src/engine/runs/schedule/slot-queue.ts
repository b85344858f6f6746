import { decide, type Demand, type ReadyStep } from './scheduler';

interface Waiting {
  readonly step: ReadyStep;
  readonly start: () => void;
}

/** The slots of this machine, shared by all runs of the engine. */
export class SlotQueue {
  private waiting: Waiting[] = [];
  private readonly running = new Set<Demand>();
  private planned = false;

  constructor(
    readonly slots: Demand,
    private readonly now: () => number = Date.now
  ) {}

  /** Calls `start` when the step may run; the result takes it back while it waits. */
  enqueue(step: ReadyStep, start: () => void): () => void {
    const entry = { step, start };
    this.waiting.push(entry);
    this.plan();
    return () => {
      this.waiting = this.waiting.filter(other => other !== entry);
    };
  }

  /** Gives back what a started step took. */
  release(step: ReadyStep): void {
    this.running.delete(step.demand);
    this.plan();
  }

  // Steps that become ready together are decided on together.
  private plan(): void {
    if (!this.planned) {
      this.planned = true;
      setImmediate(() => {
        this.planned = false;
        this.startSome();
      });
    }
  }

  private startSome(): void {
    const chosen = decide({
      slots: this.slots,
      running: [...this.running],
      ready: this.waiting.map(({ step }) => step),
      now: this.now()
    });
    const started = chosen.flatMap(step =>
      this.waiting.filter(entry => entry.step === step)
    );
    this.waiting = this.waiting.filter(entry => !started.includes(entry));
    for (const { step, start } of started) {
      this.running.add(step.demand);
      start();
    }
  }
}
