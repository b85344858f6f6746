import type { Call } from './calls';
import { readAt } from '../names/reads';
import type { World } from '../world';

/** Methods of tables whose text may name variables of the notebook: `n > @floor`. */
const QUERIES = new Set(['query', 'eval']);

/** Read the names that a query mentions. */
export function mentionedIn(
  w: World,
  method: string,
  { act, args, site }: Call
): void {
  if (!QUERIES.has(method)) {
    return;
  }
  for (const { value } of args) {
    for (const [, name] of value.text?.matchAll(/@(\w+)/g) ?? []) {
      if (name) {
        const manner = {
          probe: false,
          inside: false,
          certain: false,
          at: site.at
        };
        readAt(w, act, name, site, manner);
      }
    }
  }
}
