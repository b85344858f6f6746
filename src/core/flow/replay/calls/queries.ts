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
  // `pandas.eval` takes bare names, among them those of its functions.
  const isBare = method === 'pandas.eval';
  if (!QUERIES.has(method) && !isBare) {
    return;
  }
  const names = isBare ? /\b([A-Za-z_]\w*)/g : /@(\w+)/g;
  for (const { value } of args) {
    for (const [, name] of value.text?.matchAll(names) ?? []) {
      if (name) {
        const manner = {
          probe: isBare,
          inside: false,
          certain: false,
          at: site.at
        };
        readAt(w, act, name, site, manner);
      }
    }
  }
}
