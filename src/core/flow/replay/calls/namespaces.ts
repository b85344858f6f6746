import { noteListing } from '../process/listings';
import { noteDynamic, storeName } from '../values/stores';
import { loadName } from '../values/items';
import { objectAt } from '../heap/objects';
import { ATOMIC, either, type Abstract } from '../heap/values';
import { unbind } from '../names/binds';
import { reportComputedNames } from './builtins';
import type { Call } from './calls';
import type { World } from '../world';

/** A method of what `globals()` gives. */
export function callNamespace(w: World, method: string, given: Call): Abstract {
  const { act, args, site, key } = given;
  const [first, second] = args;
  const name = first?.value ?? ATOMIC;
  switch (method) {
    case 'get':
    case '__getitem__':
    case 'setdefault':
    case 'pop': {
      const isProbe = method !== '__getitem__';
      const found = loadName(w, act, name, site, isProbe);
      if (method === 'setdefault') {
        storeName(w, name, second?.value ?? ATOMIC, site);
      } else if (method === 'pop' && name.text !== null) {
        unbind(w, name.text, second === undefined, site);
      }
      return second ? either(found, second.value) : found;
    }
    case '__setitem__':
      storeName(w, name, second?.value ?? ATOMIC, site);
      return ATOMIC;
    case 'update':
      for (const arg of args) {
        const text = arg.name;
        if (text && !text.startsWith('*')) {
          storeName(w, { ...ATOMIC, text }, arg.value, site);
        } else {
          noteDynamic(w, site);
          reportComputedNames(w, site);
        }
      }
      return ATOMIC;
    case '__contains__':
      return ATOMIC;
    default:
      noteListing(w, `globals().${method}()`, site);
      return {
        objects: [objectAt(w.heap, key, { isOpaque: true }).id],
        text: null
      };
  }
}
