import type { Passed } from './apply';
import { ATOMIC } from '../heap/values';

/** The argument by which a method is told to change its receiver, and not to give a copy. */
export const IN_PLACE = 'inplace';

/** True for that argument, as pandas and as Polars call it. */
export function tellsInPlace({ name }: Passed): boolean {
  return name === IN_PLACE || name === 'in_place';
}

/** True for that argument, and for a dict that may have it in it. */
export function isInPlace({ name }: Passed): boolean {
  return name === IN_PLACE || name === '**';
}

export const TOLD_IN_PLACE: Passed = { name: IN_PLACE, value: ATOMIC };
