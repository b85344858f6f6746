import type { Committed, Committer, Statement } from './committer';

/** A transaction that waits for the next commit. */
export interface Pending {
  readonly statements: readonly Statement[];
  /** True when it may wait a moment for company: nobody stands waiting for it. */
  readonly patient: boolean;
  readonly settle: (outcome: Committed) => void;
}

const GATHER_MS = 20;
const GATHER_ROWS = 100;

/**
 * Gathers transactions and commits them together, in the order they came: at once when
 * somebody waits, within 20 ms or 100 rows otherwise.
 */
export class GroupCommit {
  private waiting: Pending[] = [];
  private rows = 0;
  private timer: NodeJS.Timeout | null = null;
  private soon: NodeJS.Immediate | null = null;

  constructor(private readonly committer: Committer) {}

  add(pending: Pending): void {
    this.waiting.push(pending);
    this.rows += pending.statements.length;
    if (!pending.patient || this.rows >= GATHER_ROWS) {
      // Messages that have arrived already still join this commit.
      this.soon ??= setImmediate(() => this.flush());
    } else {
      this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    }
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
      const error = reason instanceof Error ? reason.message : String(reason);
      outcomes = batch.map(() => ({ error }));
    }
    batch.forEach((item, place) =>
      item.settle(outcomes[place] ?? { error: 'no outcome' })
    );
  }
}
