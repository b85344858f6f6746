import { concernsPhase, type Looks } from './replay/heap/changes';
import { looksOf } from './replay/heap/looks';
import type { StepRecord } from './replay/records';
import type { World } from './replay/world';

interface Entry<T> {
  readonly value: T;
  readonly looks: Looks;
}

/**
 * What a phase found for each step of a notebook, good until something is different that it
 * looked at. Owned by the analysis of one world, which asks for every step that it wants to
 * keep after each replay.
 */
export class Remembered<T> {
  /** A replay is over: what is not asked for before the next one is forgotten. */
  begin(): void {
    this.last = this.now;
    this.now = new Map();
  }

  forget(): void {
    this.last.clear();
    this.now.clear();
  }

  /** What is known of a step, if it is what would be found; `isFor` compares what else counts. */
  find(
    { changes }: World,
    { index }: StepRecord,
    isFor: (value: T) => boolean
  ): T | null {
    const known = this.last.get(index);
    if (
      !known ||
      concernsPhase(changes, index, known.looks) ||
      !isFor(known.value)
    ) {
      return null;
    }
    this.now.set(index, known);
    return known.value;
  }

  /** What was known of a step before the replay that is over. */
  before({ index }: StepRecord): T | null {
    return this.last.get(index)?.value ?? null;
  }

  /**
   * Find it out; `make` looks at the world by its functions, and writes nothing to it. What turns
   * out to be as it was stays the same object, so that others need not look into it.
   */
  make(
    { heap }: World,
    { index }: StepRecord,
    make: () => T,
    isSame: (before: T, made: T) => boolean
  ): T {
    const { value: made, looks } = looksOf(heap, make);
    const before = this.last.get(index);
    const value = before && isSame(before.value, made) ? before.value : made;
    this.now.set(index, { value, looks });
    return value;
  }

  private last = new Map<number, Entry<T>>();
  private now = new Map<number, Entry<T>>();
}
