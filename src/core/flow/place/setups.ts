import { isListOfSame } from '../live/same-needs';
import { isSameList } from '../../same-data';
import type { World } from '../replay/world';
import type { Definition, SetupItem } from '../types';
import { createDefinitions, type Definitions } from './definitions';
import { setupOf, type Loads } from './setup';

interface Known {
  readonly prelude: readonly number[];
  readonly loads: readonly Loads[];
  readonly definitions: Definitions;
  readonly all: readonly Definition[];
  readonly setups: readonly (readonly SetupItem[])[];
}

/**
 * What steps do before their first cells. Definitions are named in the order in which steps ask
 * for them, so that all names are found out anew where one step asks for others than before.
 */
export class Setups {
  /** Tell it what each step loads, in order. */
  begin(w: World, loads: readonly Loads[]): void {
    const prelude = preludeOf(w);
    const { known } = this;
    const isSame =
      known !== null &&
      isSameList(known.prelude, prelude) &&
      isListOfSame(known.loads, loads, asksForSame) &&
      known.definitions.areGood(w);
    const definitions = isSame ? known.definitions : createDefinitions(w);
    const repeated = prelude.map(cell => ({
      definition: definitions.ofCell(cell).name
    }));
    const setups = loads.map((one, i) =>
      isSame && known.loads[i] === one
        ? (known.setups[i] ?? [])
        : setupOf(one, repeated, definitions)
    );
    const all = isSame ? known.all : definitions.all();
    this.known = { prelude, loads, definitions, all, setups };
  }

  /** Of the step told in this place. */
  of(place: number): readonly SetupItem[] {
    return this.known?.setups[place] ?? [];
  }

  definitions(): readonly Definition[] {
    return this.known?.all ?? [];
  }

  private known: Known | null = null;
}

/** Cells of imports and functions with something to run, by position. */
function preludeOf({ cells, places }: World): number[] {
  return places.prelude.filter(
    cell => (cells[cell]?.facts.statements.length ?? 0) > 0
  );
}

/** True when the same statements are asked for in the same order. */
function asksForSame(a: Loads, b: Loads): boolean {
  return a === b || isSameList(a.replicas, b.replicas);
}
