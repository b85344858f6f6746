import { RECOVERIES } from '../../../core/api/snapshot-store-schema';
import type { Recovery } from '../../../core/api/types';
import type { WireRecovered } from '../service/wire';

/**
 * Openings that were interrupted, as the store told at its last looks. What was put right stays
 * told until somebody has decided, or another one was put there; what waits or failed counts as
 * the last look found it.
 */
export class Interruptions {
  private told: readonly WireRecovered[] = [];
  private open: readonly WireRecovered[] = [];

  /** True while the user has to decide, or another try is due. */
  get isOpen(): boolean {
    return this.open.length > 0;
  }

  get all(): readonly WireRecovered[] {
    return [...this.told, ...this.open];
  }

  /** Takes in what a look found. */
  note(found: readonly WireRecovered[]): void {
    this.open = found.filter(isUnsettled);
    const settled = found.filter(item => !isUnsettled(item));
    this.told = [...this.without(settled), ...settled];
  }

  /**
   * Takes in what became of those that waited, as somebody wanted it: there is nothing to tell of
   * these. Where none waited, the decision is about what was told.
   */
  decide(found: readonly WireRecovered[]): void {
    this.open = found.filter(isUnsettled);
    this.told = found.length === 0 ? [] : this.without(found);
  }

  /** A folder is as somebody wanted it since, so that what was before does not matter. */
  settle(target: string): void {
    this.told = this.without([{ target }]);
  }

  private without(
    others: readonly Pick<WireRecovered, 'target'>[]
  ): readonly WireRecovered[] {
    const targets = new Set(others.map(({ target }) => target));
    return this.told.filter(({ target }) => !targets.has(target));
  }
}

/** With the URLs of what was there before, and of what somebody replaced by their choice. */
export function recoveryOf(
  { how, target, snapshot, why, changed, more }: WireRecovered,
  { safety, meanwhile }: Pick<Recovery, 'safety' | 'meanwhile'>
): Recovery {
  return {
    how: RECOVERIES.find(item => item === how) ?? 'failed',
    folder: target,
    id: snapshot,
    safety,
    why,
    changed: [...changed],
    more,
    meanwhile
  };
}

/** True while the user has to decide, or another try is due. */
export function isUnsettled({ how }: { readonly how: string }): boolean {
  return how === 'waiting' || how === 'failed';
}
