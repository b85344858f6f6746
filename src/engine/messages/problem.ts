import type { Problem } from '../../core/api/types';

/** An answer that refuses: HTTP status, stable code, title, what happened and what to do. */
export function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  hint?: string
): Problem {
  return {
    type: 'about:blank',
    title,
    status,
    code,
    detail,
    ...(hint === undefined ? {} : { hint })
  };
}
