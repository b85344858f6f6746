import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { Where } from '../../core/diagnostic';

/** Arguments of the command that goes to a cell, for the place of a finding. */
export function placeArgs({
  cell,
  index,
  start
}: Where): ReadonlyPartialJSONObject {
  return { cell, index, ...(start && { ...start }) };
}
