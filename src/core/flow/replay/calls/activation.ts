import type { Definition, Value } from '../../../python/facts/types';
import type { Place } from '../../../python/tree/tree';
import { type SiteKey } from '../heap/heap';
import { ATOMIC, type Abstract } from '../heap/values';
import type { ObjectId } from '../heap/sets';
import type { Site } from '../heap/versions';
import type { World } from '../world';

/** The results of the operations of one unit, by value number. */
export interface Activation {
  readonly values: Abstract[];
  /** Frames of the functions around, innermost first; the first is the unit's own. */
  readonly frames: readonly ObjectId[];
  /** Position of the cell whose source holds the unit. */
  readonly cell: number;
  readonly definition: Definition | null;
  /** From which operation on the order of versions was which, in pairs; most make no version. */
  readonly orders: number[];
}

/** The place of an operation: its own at top level, the call's inside a function. */
export function siteOf(w: World, act: Activation, at: Place): Site {
  return act.definition ? w.site : { cell: act.cell, at };
}

/** What an operation of the unit gave; immutable where it did not run. */
export function valueOf(act: Activation, value: Value): Abstract {
  return act.values[value] ?? ATOMIC;
}

/** The key of an object made at a site of the cell, in the circumstances of the moment. */
export function siteKey(w: World, act: Activation, site: number): SiteKey {
  return act.definition ? `${w.context}#${site}` : site;
}

/** The order of versions where an operation of the unit began. */
export function orderAt({ orders }: Activation, operation: number): number {
  let i = orders.length - 2;
  while (i > 0 && (orders[i] ?? 0) > operation) {
    i -= 2;
  }
  return orders[i + 1] ?? 0;
}
