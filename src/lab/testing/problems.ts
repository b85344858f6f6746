import type { Problem } from '../../core/api/types';

/** An answer of the engine that something is wrong. */
export function problemOf(fields: Partial<Problem> = {}): Problem {
  return {
    type: 'about:blank',
    title: 'No',
    status: 500,
    code: 'internal',
    detail: 'It did not work.',
    ...fields
  };
}
