import type { Name } from '../../../python/facts/types';
import type { CellRun } from './journal';
import type { ObjectId } from './sets';

/**
 * Which cell is the last to look something up, by its time: what is different concerns no cell
 * below that one. Most names are looked up in few cells, and there are many cells to ask. A cell
 * that does not look any more still counts.
 */
export interface Lookups {
  readonly names: Map<Name, ObjectId>;
  readonly keys: Map<string, ObjectId>;
}

export function lookupsOf(
  cells: readonly { readonly run: CellRun }[]
): Lookups {
  const lookups: Lookups = { names: new Map(), keys: new Map() };
  for (const { run } of cells) {
    noteLookups(lookups, run);
  }
  return lookups;
}

/** A cell was replayed. */
export function noteLookups(lookups: Lookups, run: CellRun): void {
  const { names, keys, first } = run;
  names.forEach(name => raise(lookups.names, name, first));
  keys.forEach(key => raise(lookups.keys, key, first));
}

function raise<K>(times: Map<K, ObjectId>, of: K, time: ObjectId): void {
  if ((times.get(of) ?? -1) < time) {
    times.set(of, time);
  }
}
