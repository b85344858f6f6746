import type { MissingVariable } from '../../../core/api/types';
import * as messages from '../../messages';
import type { Fate } from '../../snapshots/variables/alive';
import type { SavedVariable, StepMessage } from '../../workers/protocol';

type Message<T extends StepMessage['type']> = Extract<StepMessage, { type: T }>;

/** Variables that were alive when the step ended, and those that could not be kept. */
export interface Kept {
  readonly variables: readonly SavedVariable[];
  readonly left: readonly MissingVariable[];
  /** Names of received variables that are as they were. */
  readonly received: readonly string[];
  readonly fate: Fate;
  /** Names among what was left for which the budget did not reach. */
  readonly beyond: readonly string[];
  readonly python: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Names whose saving ended the process, or was ended with it. */
  readonly deadly: readonly string[];
}

/** Gathers what a step keeps for its snapshot, part by part: its process may end at any of them. */
export class Keeping {
  private begun: Message<'keeping'> | null = null;
  private readonly parts: Message<'kept'>[] = [];

  begin(message: Message<'keeping'>): void {
    this.begun = message;
  }

  take(message: Message<'kept'>): void {
    this.parts.push(message);
  }

  /** All that came; null when nothing was to be kept. `saving`: what is being written now. */
  kept(saving: readonly string[]): Kept | null {
    if (!this.begun) {
      return null;
    }
    const { variables, waiting, received, python, versions } = this.begun;
    const { untouched, changed, rebound, given, unsure, gone } = this.begun;
    const { parts } = this;
    const written = parts.flatMap(part => part.variables);
    const left = parts.flatMap(part => part.left);
    const told = new Set([...written, ...left].map(({ name }) => name));
    const lost = waiting.filter(({ name }) => !told.has(name));
    const deadly = lost
      .map(({ name }) => name)
      .filter(name => saving.includes(name));
    const later =
      deadly.length > 0
        ? messages.lostWithProcess(deadly)
        : messages.lostWithStep();
    const reasonOf = (name: string): string =>
      deadly.includes(name) ? messages.endsProcess() : later;
    return {
      variables: [...variables, ...written],
      left: [
        ...left,
        ...lost.map(item => ({ ...item, reason: reasonOf(item.name) }))
      ],
      received,
      fate: { untouched, changed, rebound, given, unsure, gone },
      beyond: parts.flatMap(part => part.beyond),
      python,
      versions,
      deadly
    };
  }
}
