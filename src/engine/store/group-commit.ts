import { textOf } from '../failure';
import type { Committed, Committer, Statement } from './committer';

/**
 * How a transaction is meant. `try`: at once, and refused when the store cannot be written.
 * `insist`: at once, else as soon as the store can be written again. `lazy`: the same, but it
 * may wait a moment for company, as nobody stands waiting for it.
 */
export type Manner = 'try' | 'insist' | 'lazy';

/** A transaction that waits for the next commit. */
export interface Pending {
  readonly statements: readonly Statement[];
  readonly manner: Manner;
  readonly settle: (outcome: Committed) => void;
}

const GATHER_MS = 20;
const GATHER_ROWS = 100;

/** Milliseconds between attempts to write a store that cannot be written. */
export const AGAIN_MS = 10_000;

/**
 * Gathers transactions and commits them together, in the order they came: at once when
 * somebody waits, within 20 ms or 100 rows otherwise. While the disk is full, those that insist
 * are kept and tried again.
 */
export class GroupCommit {
  private waiting: Pending[] = [];
  private rows = 0;
  private timer: NodeJS.Timeout | null = null;
  private soon: NodeJS.Immediate | null = null;
  private stuck = false;
  private closing = false;

  /** `onStuck` is told why the store cannot be written, once for each time that it happens. */
  constructor(
    private readonly committer: Pick<Committer, 'commit'>,
    private readonly onStuck: (why: string) => void,
    private readonly againMs = AGAIN_MS
  ) {}

  add(pending: Pending): void {
    this.waiting.push(pending);
    this.rows += pending.statements.length;
    if (this.stuck && pending.manner !== 'try' && !this.closing) {
      return;
    }
    if (pending.manner !== 'lazy' || this.rows >= GATHER_ROWS) {
      // Messages that have arrived already still join this commit.
      this.soon ??= setImmediate(() => this.flush());
    } else {
      this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    }
  }

  /** From now on nothing is kept for later: what cannot be written is refused. */
  giveUp(): void {
    this.closing = true;
    this.flush();
  }

  /** Commits what waits now. */
  flush(): void {
    clearTimeout(this.timer ?? undefined);
    clearImmediate(this.soon ?? undefined);
    this.timer = this.soon = null;
    this.rows = 0;
    const batch = this.waiting.splice(0);
    if (batch.length === 0) {
      return;
    }
    let outcomes: readonly Committed[];
    try {
      outcomes = this.committer.commit(batch.map(item => item.statements));
    } catch (reason) {
      this.keep(batch, textOf(reason));
      return;
    }
    this.stuck = false;
    batch.forEach((item, place) =>
      item.settle(outcomes[place] ?? { error: 'no outcome' })
    );
  }

  private keep(batch: readonly Pending[], error: string): void {
    const isKept = ({ manner }: Pending) => manner !== 'try' && !this.closing;
    this.waiting.unshift(...batch.filter(isKept));
    if (this.waiting.length > 0) {
      this.timer = setTimeout(() => this.flush(), this.againMs);
      if (!this.stuck) {
        this.onStuck(error);
      }
    }
    // Without anything kept no timer runs, so the next one has to try.
    this.stuck = this.waiting.length > 0;
    batch
      .filter(item => !isKept(item))
      .forEach(item => item.settle({ error, unusable: true }));
  }
}
