import type { MissingVariable } from '../../../core/api/types';
import { type Related, relatedOf } from './stale';
import type { KeptVariable, StateRecord } from './state';

export type Named = Pick<StateRecord, 'variables' | 'missing'>;

/**
 * For each name the step that was the last to give it a value, to change that, or to delete it;
 * null where only cells did that every step repeats.
 */
export type Writers = ReadonlyMap<string, string | null>;

/** What a step has left, and what of it may have parts in common. */
export interface Left extends Named {
  readonly related: Related;
  readonly writers: Writers;
}

type Entry = KeptVariable | MissingVariable | null;

/**
 * What several steps have left: of each name what its last writer made of it. `placeOf` is a
 * step's place in the notebook.
 */
export function joinedLeft(
  lefts: readonly Left[],
  placeOf: (step: string | null) => number
): Left {
  const found = new Map<
    string,
    { readonly entry: Entry; readonly writer: string | null }
  >();
  for (const left of lefts) {
    const entries = entriesOf(left);
    for (const [name, writer] of left.writers) {
      const other = found.get(name);
      if (!other || placeOf(writer) >= placeOf(other.writer)) {
        found.set(name, { entry: entries.get(name) ?? null, writer });
      }
    }
  }
  const entries = [...found.values()].map(({ entry }) => entry);
  return {
    variables: entries.filter(isKept),
    missing: entries.filter(isMissing),
    related: relatedOf(lefts.map(({ related }) => related)),
    writers: new Map([...found].map(([name, { writer }]) => [name, writer]))
  };
}

/**
 * Who wrote what a step has left: the step what it `wrote`, others before it the rest. Under the
 * names of `left` that are `gone` nothing stands.
 */
export function writersOf(
  left: Named & { readonly gone: ReadonlySet<string> },
  behind: Left,
  step: string,
  wrote: (variable: KeptVariable) => boolean
): Writers {
  const before = entriesOf(behind);
  const writerOf = (name: string, entry: Entry): string | null => {
    const inherited = behind.writers.get(name);
    if (isKept(entry)) {
      return wrote(entry) || inherited === undefined
        ? entry.step && step
        : inherited;
    }
    const isAsBefore = (before.get(name) ?? null) === entry;
    return isAsBefore && inherited !== undefined ? inherited : step;
  };
  const entries = entriesOf(left);
  const names = new Set([
    ...behind.writers.keys(),
    ...entries.keys(),
    ...left.gone
  ]);
  return new Map(
    [...names].map(name => [name, writerOf(name, entries.get(name) ?? null)])
  );
}

/** Names that something stood under, and nothing does any more. */
export function goneIn(left: Left): ReadonlySet<string> {
  const entries = entriesOf(left);
  return new Set([...left.writers.keys()].filter(name => !entries.has(name)));
}

function entriesOf({ variables, missing }: Named): Map<string, Entry> {
  return new Map<string, Entry>(
    [...missing, ...variables].map(one => [one.name, one])
  );
}

function isKept(entry: Entry): entry is KeptVariable {
  return entry !== null && 'digest' in entry;
}

function isMissing(entry: Entry): entry is MissingVariable {
  return entry !== null && !('digest' in entry);
}
