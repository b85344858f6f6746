import type { Diagnostic } from './diagnostic';

/** What a phase of the compiler gives: its value, and what it found on the way. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
