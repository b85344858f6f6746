import type { Entry, Logged } from './logs';
import type { Slot, Version } from './versions';

/**
 * A version that a cell gives a name. Half of what cells write are these; they are kept apart,
 * as they touch nothing that other writes do.
 */
export interface Bind extends Logged {
  readonly slot: Slot;
  /** Where the last version that the step made stands, where a step runs. */
  readonly final: Slot | null;
  value: Version;
  /** It takes the place of the version before. */
  readonly isSurer: boolean;
  before: Version | undefined;
  finalBefore: Version | undefined;
  /** As `under`, in the log of the step. */
  underInStep: Entry | null;
}

/** Give a name its version, for the first time or again. */
export function performBind(one: Bind): void {
  const { slot, value, isSurer } = one;
  const before = slot.version;
  one.before = before;
  value.previous = (isSurer ? before?.previous : before) ?? null;
  slot.version = value;
}

/** Note it as the last version of the name that the step made. */
export function performFinal(one: Bind): void {
  const { final, value } = one;
  if (final) {
    one.finalBefore = final.version;
    final.version = value;
  }
}

/** Take back a version; the name was given no other after it. */
export function revertBind({ slot, before }: Bind): void {
  slot.version = before;
}

export function revertFinal({ final, finalBefore }: Bind): void {
  if (final) {
    final.version = finalBefore;
  }
}
